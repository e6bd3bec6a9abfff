import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { tell, tellProblem } from '@/components/tell';
import type { Mailbox } from '@/lib/api/types';
import { useMailboxUpdate } from '@/lib/api/use-mailbox-update';
import { resyncMailbox } from '../api/resync-mailbox';

type Props = { mailbox: Mailbox; opened: boolean; onClose: () => void };

export function ResyncDialog({ mailbox, opened, onClose }: Props) {
  const [since, setSince] = useState('');
  const update = useMailboxUpdate();
  const resync = useMutation({
    mutationFn: () => resyncMailbox(mailbox.id, since ? new Date(`${since}T00:00`).toISOString() : undefined),
    onSuccess: (changed) => {
      update(changed);
      tell('Resync started', mailbox.email);
      onClose();
    },
    onError: tellProblem,
  });
  return (
    <Modal opened={opened} onClose={onClose} title="Resync this mailbox">
      <Stack
        component="form"
        onSubmit={(event) => {
          event.preventDefault();
          resync.mutate();
        }}
      >
        <Text fz="sm">
          Gmail is asked again for everything that your senders sent, and whatever is missing here is stored.
          Nothing is deleted and nothing is stored twice. New mail goes on arriving meanwhile.
        </Text>
        <TextInput
          type="date"
          label="Since"
          description="Leave it empty to list everything again."
          value={since}
          max={new Date().toISOString().slice(0, 10)}
          onChange={(event) => setSince(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={resync.isPending}>
            Resync
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
