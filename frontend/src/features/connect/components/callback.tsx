import { Anchor, Loader, Stack, Text, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { ProblemCard } from '@/components/problem-card';
import { toast } from '@/components/toast';
import { keys } from '@/lib/api/keys';
import { takeReturnPath } from '@/lib/api/return-path';
import type { CallbackRequest } from '@/lib/api/types';
import { finishGoogle } from '../api/finish-google';
import { beginSecondConsent, forgetSecondConsent } from '../second-consent';

const LEFT_ALONE = new Set<unknown>(['callback', ...keys.session]);

/** Posts Google's answer to the server, then opens the mailbox. */
export function Callback({ answer }: { answer: CallbackRequest }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const { data, error } = useQuery(finishGoogle(answer));

  useEffect(() => {
    if (error) beginSecondConsent(error);
  }, [error]);

  useEffect(() => {
    if (!data) return;
    forgetSecondConsent();
    const proceed = async () => {
      // The session is a new one now. Nothing that was read before may be shown.
      await client.invalidateQueries({ queryKey: keys.session });
      client.removeQueries({ type: 'inactive', predicate: ({ queryKey }) => !LEFT_ALONE.has(queryKey[0]) });
      void client.resetQueries({ predicate: ({ queryKey }) => !LEFT_ALONE.has(queryKey[0]) });
      const returnPath = takeReturnPath();
      const home = data.mailbox ? `/mailboxes/${encodeURIComponent(data.mailbox.id)}` : '/';
      if (data.mailbox) toast('Connected', data.mailbox.email);
      // A person who connected another mailbox wants to see that one.
      const returns = returnPath && (!data.mailbox || returnPath.split('?')[0] === home);
      await navigate({ href: returns ? returnPath : home, replace: true });
    };
    void proceed();
  }, [client, data, navigate]);

  if (error) {
    return (
      <ProblemCard error={error} order={1} fallback={{ kind: 'connect', label: 'Connect Gmail' }}>
        <Anchor component={Link} to="/" fz="sm">
          Back to the home page
        </Anchor>
      </ProblemCard>
    );
  }
  return (
    <Stack align="center" gap="sm" py={80} role="status">
      <Loader type="dots" aria-hidden="true" />
      <Title order={1}>Finishing up with Google…</Title>
      <Text c="dimmed">Mailkeep checks the access and stores it encrypted. This takes a few seconds.</Text>
    </Stack>
  );
}
