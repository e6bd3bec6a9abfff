import { Button, Group, Modal, Radio, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { toast } from '@/components/toast';
import { keys } from '@/lib/api/keys';
import type { Mailbox } from '@/lib/api/types';
import type { RemovedMail } from '../api/change-senders';
import type { SenderChanging } from '../use-sender-change';

type Props = { mailbox: Mailbox; sender: string | undefined; changing: SenderChanging; onClose: () => void };

export function RemoveSenderDialog({ mailbox, sender, changing, onClose }: Props) {
  const [removedMail, setRemovedMail] = useState<RemovedMail>('keep');
  const client = useQueryClient();
  const last = useRef(sender);
  if (sender) last.current = sender;
  const close = () => {
    setRemovedMail('keep');
    onClose();
  };
  const remove = (gone: string) => {
    changing.submit({ add: [], remove: [gone], removedMail }, () => {
      void client.invalidateQueries({ queryKey: keys.messagePages(mailbox.id) });
      if (removedMail === 'purge') toast(`Removed ${gone} and deleted its mail`);
      else toast(`Removed ${gone}`, 'Its saved mail stays.');
    });
    close();
  };
  return (
    <Modal opened={sender !== undefined} onClose={close} title={`Remove ${last.current ?? 'sender'}?`}>
      <Stack
        component="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (sender) remove(sender);
        }}
      >
        <Text fz="sm">New mail from this sender won't be saved. Nothing changes in Gmail.</Text>
        <Radio.Group
          label="What about the mail that is already saved?"
          value={removedMail}
          onChange={(value) => setRemovedMail(value === 'purge' ? 'purge' : 'keep')}
        >
          <Stack gap="xs" mt="xs">
            <Radio value="keep" label="Keep it" description="You can still read, filter and export it." />
            <Radio value="purge" label="Delete it here" description="You can't undo this." />
          </Stack>
        </Radio.Group>
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" color={removedMail === 'purge' ? 'red.8' : undefined}>
            {removedMail === 'purge' ? 'Remove and delete' : 'Remove'}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
