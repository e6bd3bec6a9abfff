import { Button, Group, List, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { toastProblem } from '@/components/toast';
import { keys } from '@/lib/api/keys';
import type { Mailbox } from '@/lib/api/types';
import { counted } from '@/lib/format';
import { disconnectMailbox } from '../api/disconnect-mailbox';

type Props = { mailbox: Mailbox; opened: boolean; onClose: () => void };

export function DisconnectDialog({ mailbox, opened, onClose }: Props) {
  const [typed, setTyped] = useState('');
  const client = useQueryClient();
  const navigate = useNavigate();
  const sure = typed.trim().toLowerCase() === mailbox.email.toLowerCase();
  const close = () => {
    setTyped('');
    onClose();
  };
  const disconnect = useMutation({
    mutationFn: () => disconnectMailbox(mailbox.id),
    onSuccess: async ({ receiptId }) => {
      await navigate({ to: '/receipts/$id', params: { id: receiptId } });
      client.removeQueries({ queryKey: keys.mailbox(mailbox.id) });
      await client.invalidateQueries({ queryKey: keys.mailboxes });
    },
    onError: toastProblem,
  });
  return (
    <Modal opened={opened} onClose={close} title={`Disconnect ${mailbox.email}?`}>
      <Stack
        component="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (sure) disconnect.mutate();
        }}
      >
        <Text fz="sm">You can't undo this. Mailkeep will, in this order:</Text>
        <List type="ordered" fz="sm" spacing={4}>
          <List.Item>stop reading this mailbox,</List.Item>
          <List.Item>revoke its own access at Google and delete the stored token,</List.Item>
          <List.Item>
            delete{' '}
            {mailbox.messages > 0 ? `the ${counted(mailbox.messages, 'saved message')}` : 'everything saved'}{' '}
            from this mailbox.
          </List.Item>
        </List>
        <Text fz="sm">Nothing changes in Gmail. You get a receipt for every step.</Text>
        <TextInput
          label={`Type ${mailbox.email} to confirm`}
          value={typed}
          autoComplete="off"
          spellCheck={false}
          data-autofocus
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" color="red.8" disabled={!sure} loading={disconnect.isPending}>
            Disconnect
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
