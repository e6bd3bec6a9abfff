import { Group, SimpleGrid, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { GoogleButton } from '@/components/google-button';
import { Moment } from '@/components/moment';
import { StatusBadge } from '@/components/status-badge';
import type { Mailbox } from '@/lib/api/types';
import { counted } from '@/lib/format';
import classes from './mailbox-list.module.css';

export function MailboxList({ mailboxes }: { mailboxes: Mailbox[] }) {
  return (
    <>
      <Group justify="space-between" mb="lg">
        <Title order={1}>Mailboxes</Title>
        <GoogleButton purpose="connect">Connect another Gmail</GoogleButton>
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
  return (
    <Link to="/mailboxes/$id" params={{ id: mailbox.id }} className={classes.card}>
      <Group justify="space-between" align="flex-start" gap="xs">
        <Text component="h2" fw={600} className="mk-break">
          {mailbox.email}
        </Text>
        <StatusBadge status={mailbox.status} />
      </Group>
      <Text fz="sm" c="dimmed" mt="md">
        {mailbox.senders.length === 0
          ? 'No senders chosen yet'
          : `${counted(mailbox.messages, 'message')} of ${counted(mailbox.senders.length, 'sender')}`}
      </Text>
      <Text fz="sm" c="dimmed">
        {mailbox.completeAsOf ? (
          <>
            Complete as of <Moment at={mailbox.completeAsOf} />
          </>
        ) : (
          'Not complete yet'
        )}
      </Text>
    </Link>
  );
}
