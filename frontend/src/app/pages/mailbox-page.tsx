import { Center, Loader, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { ProblemCard } from '@/components/problem-card';
import { Landing } from '@/features/connect/components/landing';
import { mailboxQuery } from '@/features/mailboxes/api/get-mailbox';
import { ImportCard } from '@/features/mailboxes/components/import-card';
import { MailboxBanner } from '@/features/mailboxes/components/mailbox-banner';
import { MailboxHeader } from '@/features/mailboxes/components/mailbox-header';
import { sessionQuery } from '@/features/session/api/get-session';
import { useLostSince } from '@/lib/api/connection';
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
    dataUpdatedAt,
    refetch,
  } = useQuery({ ...mailboxQuery(id), enabled: Boolean(session.data?.user) });
  const lostSince = useLostSince();
  useTitle(mailbox?.email);

  // The address stays as it is, so that signing in leads back to it.
  if (session.data && !session.data.user) return <Landing returning />;
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
      <MailboxHeader mailbox={mailbox} unknownSince={lostSince ?? (error ? dataUpdatedAt : undefined)} />
      <MailboxBanner mailbox={mailbox} />
      <ImportCard mailbox={mailbox} />
      <MailboxTabs mailbox={mailbox} />
    </Stack>
  );
}
