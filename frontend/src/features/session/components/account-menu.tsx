import { Avatar, Menu, Text, UnstyledButton } from '@mantine/core';
import { IconLogout, IconMailbox, IconUserX } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { toastProblem } from '@/components/toast';
import { browser } from '@/lib/api/go-to-google';
import { signOut } from '../api/sign-out';
import { DeleteAccountDialog } from './delete-account-dialog';

export function AccountMenu({ email }: { email: string }) {
  const [deleting, setDeleting] = useState(false);
  const navigate = useNavigate();
  const out = useMutation({ mutationFn: signOut, onSuccess: leave, onError: toastProblem });
  return (
    <>
      <Menu position="bottom-end" width={250}>
        <Menu.Target>
          <UnstyledButton aria-label={`Account ${email}`}>
            <Avatar size={32} radius="xl" color="pine" variant="filled" aria-hidden="true">
              {email.slice(0, 1).toUpperCase()}
            </Avatar>
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>Signed in as</Menu.Label>
          <Text px="sm" pb="xs" fz="sm" fw={560} className="mk-break">
            {email}
          </Text>
          <Menu.Divider />
          <Menu.Item
            onClick={() => void navigate({ to: '/', search: { all: true } })}
            leftSection={<IconMailbox size={16} stroke={1.7} />}
          >
            All mailboxes
          </Menu.Item>
          <Menu.Item leftSection={<IconLogout size={16} stroke={1.7} />} onClick={() => out.mutate()}>
            Sign out
          </Menu.Item>
          <Menu.Item
            c="var(--mk-bad)"
            leftSection={<IconUserX size={16} stroke={1.7} />}
            onClick={() => setDeleting(true)}
          >
            Delete account…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <DeleteAccountDialog
        email={email}
        opened={deleting}
        onClose={() => setDeleting(false)}
        onDeleted={() => browser.leaveFor('/goodbye')}
      />
    </>
  );
}

/** Loads the page again, so that nothing that was read while signed in stays in memory. */
const leave = () => browser.leaveFor('/');
