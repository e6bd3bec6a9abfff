import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { toast, toastProblem } from '@/components/toast';
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
      toast('Resync started', mailbox.email);
      onClose();
    },
    onError: toastProblem,
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
          Mailkeep lists all mail from your senders at Gmail again and saves what is missing. Nothing is
          deleted or saved twice. New mail keeps arriving in the meantime.
        </Text>
        <TextInput
          type="date"
          label="Since"
          description="Leave empty to list everything again."
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
