import { Anchor, Stack, Text, Title } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, Navigate } from '@tanstack/react-router';
import { sessionQuery } from '@/features/session/api/get-session';
import { useTitle } from '../use-title';

/** Confirms that the account was deleted. */
export function GoodbyePage() {
  useTitle('Account deleted');
  const { data: session, isPending } = useQuery(sessionQuery);
  // Somebody signed in who opens this address would read something untrue.
  if (isPending) return null;
  if (session?.user) return <Navigate to="/" replace />;
  return (
    <Stack align="center" gap="sm" py={80} ta="center" role="status">
      <IconCircleCheck size={44} stroke={1.5} color="var(--mk-good)" aria-hidden="true" />
      <Title order={1}>Your account is deleted</Title>
      <Text c="dimmed" maw="52ch">
        Everything Mailkeep saved for you is gone, and you are signed out. We are revoking the access at
        Google. If we can't reach Google, we keep trying for seven days. Nothing changed in Gmail.
      </Text>
      <Text c="dimmed" fz="sm" maw="52ch">
        See and remove the apps that can read your Gmail at{' '}
        <Anchor href="https://myaccount.google.com/permissions" target="_blank" rel="noreferrer" inherit>
          myaccount.google.com/permissions
        </Anchor>
        .
      </Text>
      <Anchor component={Link} to="/" mt="sm">
        Go to the home page
      </Anchor>
    </Stack>
  );
}
