import { ActionIcon, Box, Text, Title } from '@mantine/core';
import { IconAt, IconTrash, IconWorld } from '@tabler/icons-react';
import { useState } from 'react';
import type { Mailbox } from '@/lib/api/types';
import { counted } from '@/lib/format';
import { RemoveSenderDialog } from './remove-sender-dialog';
import classes from './sender-list.module.css';

export function SenderList({ mailbox }: { mailbox: Mailbox }) {
  const [removing, setRemoving] = useState<string>();
  return (
    <Box component="section" className="mk-surface">
      <Title order={2} px="lg" pt="lg" pb="xs">
        Kept: {counted(mailbox.senders.length, 'sender')}
      </Title>
      <ul className={classes.list} aria-label="Kept addresses and domains">
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
              {sender.startsWith('@') && (
                <Text fz="xs" c="dimmed">
                  Everyone at this domain, without its subdomains
                </Text>
              )}
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
      <RemoveSenderDialog mailbox={mailbox} sender={removing} onClose={() => setRemoving(undefined)} />
    </Box>
  );
}
