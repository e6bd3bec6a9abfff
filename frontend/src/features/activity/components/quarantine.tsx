import { Box, Button, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Moment } from '@/components/moment';
import { tell, tellProblem } from '@/components/tell';
import { keys } from '@/lib/api/keys';
import { counted } from '@/lib/format';
import { usePollInterval } from '@/lib/live/live-updates';
import { quarantineQuery } from '../api/list-quarantine';
import { retryQuarantined } from '../api/retry-quarantined';
import classes from './quarantine.module.css';

/** Messages that could not be stored because of themselves. Absent while there are none. */
export function Quarantine({ mailboxId }: { mailboxId: string }) {
  const client = useQueryClient();
  const { data } = useQuery({ ...quarantineQuery(mailboxId), refetchInterval: usePollInterval() });
  const retry = useMutation({
    mutationFn: (messageId: string) => retryQuarantined(mailboxId, messageId),
    onSuccess: () => tell('Trying again', 'The message leaves this list once it is stored.'),
    onError: tellProblem,
    onSettled: () => {
      void client.invalidateQueries({ queryKey: keys.quarantine(mailboxId) });
      void client.invalidateQueries({ queryKey: keys.mailboxState(mailboxId) });
    },
  });
  if (!data || data.length === 0) return null;
  return (
    <Box component="section" className="mk-surface" aria-labelledby="quarantine">
      <Title order={2} id="quarantine" px="lg" pt="lg">
        Set aside: {counted(data.length, 'message')}
      </Title>
      <Text c="dimmed" fz="sm" px="lg" pb="sm" maw="70ch">
        These could not be stored because of what is in them. Nothing else waits for them, and they are not
        forgotten.
      </Text>
      <ul className={classes.list} aria-label="Messages set aside">
        {data.map((message) => (
          <li key={message.messageId} className={classes.item}>
            <Box flex="1 1 260px" miw={0}>
              <Text fz="sm" fw={540} className="mk-break">
                {message.reason}
              </Text>
              <Text fz="xs" c="dimmed" className="mk-break">
                Message {message.messageId} · {counted(message.attempts, 'attempt')} · since{' '}
                <Moment at={message.quarantinedAt} />
              </Text>
            </Box>
            <Button
              variant="default"
              size="xs"
              aria-label={`Try again: message ${message.messageId}`}
              loading={retry.isPending && retry.variables === message.messageId}
              onClick={() => retry.mutate(message.messageId)}
            >
              Try again
            </Button>
          </li>
        ))}
      </ul>
    </Box>
  );
}
