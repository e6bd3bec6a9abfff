import { Button, Checkbox, Group, List, Modal, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { toastProblem } from '@/components/toast';
import { deleteAccount } from '../api/delete-account';

type Props = { email: string; opened: boolean; onClose: () => void; onDeleted: () => void };

export function DeleteAccountDialog({ email, opened, onClose, onDeleted }: Props) {
  const [sure, setSure] = useState(false);
  const close = () => {
    setSure(false);
    onClose();
  };
  const remove = useMutation({
    mutationFn: deleteAccount,
    // The page loads again and confirms the deletion.
    onSuccess: onDeleted,
    onError: toastProblem,
  });
  return (
    <Modal opened={opened} onClose={close} title={`Delete the account ${email}?`}>
      <Stack>
        <Text fz="sm">You can't undo this. Mailkeep will:</Text>
        <List fz="sm" spacing={4}>
          <List.Item>disconnect every mailbox and revoke its access at Google,</List.Item>
          <List.Item>delete everything it saved for you,</List.Item>
          <List.Item>sign you out. Nothing changes in Gmail.</List.Item>
        </List>
        <Checkbox
          label="I understand that my saved mail is deleted"
          checked={sure}
          onChange={(event) => setSure(event.currentTarget.checked)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button
            color="red.8"
            disabled={!sure}
            loading={remove.isPending || remove.isSuccess}
            onClick={() => remove.mutate()}
          >
            Delete account
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
