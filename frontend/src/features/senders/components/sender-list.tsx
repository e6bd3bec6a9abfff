import { ActionIcon, Box, Text, Title } from '@mantine/core';
import { IconAt, IconTrash, IconWorld } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Moment } from '@/components/moment';
import { sendersQuery } from '@/lib/api/list-senders';
import type { ListedSender, Mailbox } from '@/lib/api/types';
import { counted } from '@/lib/format';
import type { SenderChanging } from '../use-sender-change';
import { RemoveSenderDialog } from './remove-sender-dialog';
import classes from './sender-list.module.css';

type Props = { mailbox: Mailbox; changing: SenderChanging };

export function SenderList({ mailbox, changing }: Props) {
  const [removing, setRemoving] = useState<string>();
  const { data } = useQuery(sendersQuery(mailbox.id, mailbox.senders));
  const figures = new Map(data?.data.senders.map((each) => [each.sender, each]));
  return (
    <Box component="section" className="mk-surface">
      <Title order={2} px="lg" pt="lg" pb="xs">
        {counted(mailbox.senders.length, 'sender')}
      </Title>
      <ul className={classes.list} aria-label="Watched addresses and domains">
        {mailbox.senders.map((sender) => (
          <li key={sender} className={classes.item}>
            {sender.startsWith('@') ? (
              <IconWorld size={18} stroke={1.6} className={classes.icon} aria-hidden="true" />
            ) : (
              <IconAt size={18} stroke={1.6} className={classes.icon} aria-hidden="true" />
            )}
            <Box flex={1} miw={0}>
              <Text fz="sm" fw={540} className="mk-break">
                {sender}
              </Text>
              <Text fz="xs" c="dimmed">
                {sender.startsWith('@') && 'Everyone at this domain (not subdomains) · '}
                <Figures of={figures.get(sender)} />
              </Text>
            </Box>
            <ActionIcon
              variant="subtle"
              color="gray"
              c="dimmed"
              size={34}
              aria-label={`Remove ${sender}`}
              disabled={mailbox.status === 'DISCONNECTING'}
              onClick={() => setRemoving(sender)}
            >
              <IconTrash size={17} stroke={1.7} aria-hidden="true" />
            </ActionIcon>
          </li>
        ))}
      </ul>
      <RemoveSenderDialog
        mailbox={mailbox}
        sender={removing}
        changing={changing}
        onClose={() => setRemoving(undefined)}
      />
    </Box>
  );
}

/** What is stored from a sender. */
function Figures({ of: figures }: { of: ListedSender | undefined }) {
  if (!figures) return '…';
  const { messages, lastReceivedAt, import: importing } = figures;
  return (
    <>
      {messages > 0 ? counted(messages, 'message') : importing ? 'Searching…' : 'No mail yet'}
      {lastReceivedAt && (
        <>
          , last <Moment at={lastReceivedAt} />
        </>
      )}
      {messages > 0 && importing && ' · still searching'}
    </>
  );
}
