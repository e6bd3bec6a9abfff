import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconListSearch, IconUnlink } from '@tabler/icons-react';
import { useState } from 'react';
import type { Mailbox } from '@/lib/api/types';
import { DisconnectDialog } from './disconnect-dialog';
import { ResyncDialog } from './resync-dialog';

export function MailboxMenu({ mailbox }: { mailbox: Mailbox }) {
  const [dialog, setDialog] = useState<'resync' | 'disconnect'>();
  const close = () => setDialog(undefined);
  const leaving = mailbox.status === 'DISCONNECTING';
  return (
    <>
      <Menu position="bottom-end" width={200}>
        <Menu.Target>
          <ActionIcon variant="default" size={36} aria-label="More actions" disabled={leaving}>
            <IconDots size={18} aria-hidden="true" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconListSearch size={16} stroke={1.7} aria-hidden="true" />}
            disabled={mailbox.senders.length === 0}
            onClick={() => setDialog('resync')}
          >
            Resync…
          </Menu.Item>
          <Menu.Item
            c="var(--mk-bad)"
            leftSection={<IconUnlink size={16} stroke={1.7} aria-hidden="true" />}
            onClick={() => setDialog('disconnect')}
          >
            Disconnect…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ResyncDialog mailbox={mailbox} opened={dialog === 'resync'} onClose={close} />
      <DisconnectDialog mailbox={mailbox} opened={dialog === 'disconnect'} onClose={close} />
    </>
  );
}
