import { Box, Text, Title } from '@mantine/core';
import type { Mailbox } from '@/lib/api/types';
import { useSenderChange } from '../use-sender-change';
import { MergeDialog } from './merge-dialog';
import { SenderList } from './sender-list';
import { SendersEditor } from './senders-editor';

export function SendersPanel({ mailbox, onStarted }: { mailbox: Mailbox; onStarted: () => void }) {
  const first = mailbox.senders.length === 0;
  const changing = useSenderChange(mailbox);
  return (
    <>
      <Box component="section" className="mk-surface" p="lg">
        <Title order={2} id="whose-mail" fz={first ? 'xl' : undefined}>
          {first ? 'Whose mail should be kept?' : 'Add people or lists'}
        </Title>
        <Text c="dimmed" fz="sm" mt={4} mb="md" maw="64ch">
          {first
            ? 'Name the people and lists that matter. We save everything they have sent you and everything they send from now on. Mail from anyone else is never saved.'
            : 'We save everything they have sent you and everything they send from now on.'}
        </Text>
        <SendersEditor mailbox={mailbox} changing={changing} onStarted={onStarted} />
      </Box>
      {!first && <SenderList mailbox={mailbox} changing={changing} />}
      <MergeDialog changing={changing} />
    </>
  );
}
