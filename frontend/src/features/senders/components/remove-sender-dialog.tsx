import { Button, Group, Modal, Radio, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { tell, tellProblem } from '@/components/tell';
import { keys } from '@/lib/api/keys';
import type { Mailbox } from '@/lib/api/types';
import { useMailboxUpdate } from '@/lib/api/use-mailbox-update';
import { changeSenders, type RemovedMail } from '../api/change-senders';

type Props = { mailbox: Mailbox; sender: string | undefined; onClose: () => void };

export function RemoveSenderDialog({ mailbox, sender, onClose }: Props) {
  const [removed, setRemoved] = useState<RemovedMail>('keep');
  const client = useQueryClient();
  const update = useMailboxUpdate();
  const last = useRef(sender);
  if (sender) last.current = sender;
  const close = () => {
    setRemoved('keep');
    onClose();
  };
  const remove = useMutation({
    mutationFn: (gone: string) =>
      changeSenders(
        mailbox.id,
        mailbox.senders.filter((each) => each !== gone),
        removed,
      ),
    onSuccess: (changed, gone) => {
      update(changed);
      void client.invalidateQueries({ queryKey: keys.messagePages(mailbox.id) });
      tell('Removed', removed === 'purge' ? `${gone} and the stored mail` : `${gone}; the stored mail stays`);
      close();
    },
    onError: tellProblem,
  });
  return (
    <Modal opened={sender !== undefined} onClose={close} title={`Remove ${last.current ?? 'sender'}?`}>
      <Stack
        component="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (sender) remove.mutate(sender);
        }}
      >
        <Text fz="sm">No further mail of this sender is stored. Nothing changes in Gmail.</Text>
        <Radio.Group
          label="What about the mail that is stored already?"
          value={removed}
          onChange={(value) => setRemoved(value === 'purge' ? 'purge' : 'keep')}
        >
          <Stack gap="xs" mt="xs">
            <Radio value="keep" label="Keep it" description="It stays readable and in every export." />
            <Radio value="purge" label="Delete it here" description="This cannot be undone." />
          </Stack>
        </Radio.Group>
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" color={removed === 'purge' ? 'red.8' : undefined} loading={remove.isPending}>
            {removed === 'purge' ? 'Remove and delete' : 'Remove'}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
