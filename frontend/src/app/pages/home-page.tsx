import { Center, Loader, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Navigate, useSearch } from '@tanstack/react-router';
import { GoogleButton } from '@/components/google-button';
import { ProblemCard } from '@/components/problem-card';
import { Landing } from '@/features/connect/components/landing';
import { mailboxesQuery } from '@/features/mailboxes/api/list-mailboxes';
import { MailboxList } from '@/features/mailboxes/components/mailbox-list';
import { sessionQuery } from '@/features/session/api/get-session';
import { useTitle } from '../use-title';

export function HomePage() {
  useTitle();
  const session = useQuery(sessionQuery);
  if (session.isError && !session.data) {
    return <ProblemCard error={session.error} order={1} onRetry={() => void session.refetch()} />;
  }
  if (!session.data) return <Waiting />;
  return session.data.user ? <SignedIn /> : <Landing />;
}

function SignedIn() {
  const { all } = useSearch({ from: '/' });
  const mailboxes = useQuery(mailboxesQuery);
  if (!mailboxes.data) {
    if (!mailboxes.isError) return <Waiting />;
    return <ProblemCard error={mailboxes.error} order={1} onRetry={() => void mailboxes.refetch()} />;
  }
  const [first, ...others] = mailboxes.data;
  if (!first) return <NoMailbox />;
  if (others.length === 0 && !all) {
    return <Navigate to="/mailboxes/$id" params={{ id: first.id }} replace />;
  }
  return <MailboxList mailboxes={mailboxes.data} />;
}

function NoMailbox() {
  return (
    <Stack align="flex-start" py={48} gap="md">
      <Title order={1}>No mailbox is connected</Title>
      <Text c="dimmed" maw="56ch">
        Connect Gmail to begin. Mailkeep asks for read-only access and saves only the headers and preview of
        mail from the senders you choose.
      </Text>
      <GoogleButton purpose="connect">Connect Gmail</GoogleButton>
    </Stack>
  );
}

function Waiting() {
  return (
    <Center py={120}>
      <Loader type="dots" role="status" aria-label="Loading" />
    </Center>
  );
}
