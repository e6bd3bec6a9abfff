import { Group, SimpleGrid, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { GoogleButton } from '@/components/google-button';
import { Moment } from '@/components/moment';
import { StatusBadge } from '@/components/status-badge';
import { useLostSince } from '@/lib/api/connection';
import type { Mailbox } from '@/lib/api/types';
import { counted } from '@/lib/format';
import { useNow } from '@/lib/use-now';
import { displayStatus } from '../display-status';
import classes from './mailbox-list.module.css';

export function MailboxList({ mailboxes }: { mailboxes: Mailbox[] }) {
  return (
    <>
      <Group justify="space-between" mb="lg">
        <Title order={1}>Mailboxes</Title>
        <GoogleButton purpose="connect">Add a Gmail account</GoogleButton>
      </Group>
      <SimpleGrid component="ul" aria-label="Mailboxes" cols={{ base: 1, sm: 2 }} className={classes.list}>
        {mailboxes.map((mailbox) => (
          <li key={mailbox.id}>
            <Card mailbox={mailbox} />
          </li>
        ))}
      </SimpleGrid>
    </>
  );
}

function Card({ mailbox }: { mailbox: Mailbox }) {
  const now = useNow();
  const known = useLostSince() === undefined;
  return (
    <Link to="/mailboxes/$id" params={{ id: mailbox.id }} className={classes.card}>
      <Group justify="space-between" align="flex-start" gap="xs">
        <Text component="h2" fw={600} className="mk-break">
          {mailbox.email}
        </Text>
        <StatusBadge status={displayStatus(mailbox, now, known)} />
      </Group>
      <Text fz="sm" c="dimmed" mt="md">
        {mailbox.senders.length === 0
          ? 'No senders chosen yet'
          : `${counted(mailbox.messages, 'message')} from ${counted(mailbox.senders.length, 'sender')}`}
      </Text>
      <Text fz="sm" c="dimmed">
        {mailbox.completeAsOf ? (
          <>
            All mail up to <Moment at={mailbox.completeAsOf} as="up-to" /> verified
          </>
        ) : (
          'Not verified as complete yet'
        )}
      </Text>
    </Link>
  );
}
