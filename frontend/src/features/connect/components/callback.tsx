import { Anchor, Loader, Stack, Text, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { ProblemCard } from '@/components/problem-card';
import { tell } from '@/components/tell';
import { keys } from '@/lib/api/keys';
import type { CallbackRequest } from '@/lib/api/types';
import { takeWayBack } from '@/lib/api/way-back';
import { finishGoogle } from '../api/finish-google';
import { beginSecondRound, forgetSecondRound } from '../second-round';

const KEPT = new Set<unknown>(['callback', ...keys.session]);

/** Hands Google's answer to the server and goes on to the mailbox. */
export function Callback({ answer }: { answer: CallbackRequest }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const { data, error } = useQuery(finishGoogle(answer));

  useEffect(() => {
    if (error) beginSecondRound(error);
  }, [error]);

  useEffect(() => {
    if (!data) return;
    forgetSecondRound();
    const goOn = async () => {
      // The session is another one now: nothing that was read before may be shown.
      await client.invalidateQueries({ queryKey: keys.session });
      client.removeQueries({ type: 'inactive', predicate: ({ queryKey }) => !KEPT.has(queryKey[0]) });
      void client.resetQueries({ predicate: ({ queryKey }) => !KEPT.has(queryKey[0]) });
      const way = takeWayBack();
      const home = data.mailbox ? `/mailboxes/${encodeURIComponent(data.mailbox.id)}` : '/';
      if (data.mailbox) tell('Connected', data.mailbox.email);
      // Who connects another mailbox wants to see that one.
      const goesBack = way && (!data.mailbox || way.split('?')[0] === home);
      await navigate({ href: goesBack ? way : home, replace: true });
    };
    void goOn();
  }, [client, data, navigate]);

  if (error) {
    return (
      <ProblemCard error={error} order={1} fallback={{ kind: 'connect', label: 'Connect Gmail' }}>
        <Anchor component={Link} to="/" fz="sm">
          Back to the start
        </Anchor>
      </ProblemCard>
    );
  }
  return (
    <Stack align="center" gap="sm" py={80} role="status">
      <Loader type="dots" aria-hidden="true" />
      <Title order={1}>Finishing up with Google…</Title>
      <Text c="dimmed">Your access is checked and stored encrypted. This takes a few seconds.</Text>
    </Stack>
  );
}
