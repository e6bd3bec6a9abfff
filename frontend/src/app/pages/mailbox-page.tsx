import { Center, Loader, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Navigate, useParams } from '@tanstack/react-router';
import { ProblemCard } from '@/components/problem-card';
import { mailboxQuery } from '@/features/mailboxes/api/get-mailbox';
import { ImportCard } from '@/features/mailboxes/components/import-card';
import { MailboxBanner } from '@/features/mailboxes/components/mailbox-banner';
import { MailboxHeader } from '@/features/mailboxes/components/mailbox-header';
import { sessionQuery } from '@/features/session/api/get-session';
import { asProblem } from '@/lib/api/problem';
import { MailboxTabs } from '../mailbox-tabs';
import { useTitle } from '../use-title';
import { NotFoundPage } from './not-found-page';

export function MailboxPage() {
  const { id } = useParams({ from: '/mailboxes/$id' });
  const session = useQuery(sessionQuery);
  const {
    data: mailbox,
    error,
    refetch,
  } = useQuery({ ...mailboxQuery(id), enabled: Boolean(session.data?.user) });
  useTitle(mailbox?.email);

  if (session.data && !session.data.user) return <Navigate to="/" replace />;
  const failure = error ?? session.error;
  if (failure && asProblem(failure).status === 404) return <NotFoundPage />;
  if (!mailbox) {
    if (failure) return <ProblemCard error={failure} order={1} onRetry={() => void refetch()} />;
    return (
      <Center py={120}>
        <Loader type="dots" role="status" aria-label="Loading the mailbox" />
      </Center>
    );
  }
  return (
    <Stack gap="lg">
      <MailboxHeader mailbox={mailbox} />
      <MailboxBanner mailbox={mailbox} />
      <ImportCard mailbox={mailbox} />
      <MailboxTabs mailbox={mailbox} />
    </Stack>
  );
}
