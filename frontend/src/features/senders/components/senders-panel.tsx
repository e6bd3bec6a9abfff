import { Box, Text, Title } from '@mantine/core';
import type { Mailbox } from '@/lib/api/types';
import { SenderList } from './sender-list';
import { SendersEditor } from './senders-editor';

export function SendersPanel({ mailbox, onStarted }: { mailbox: Mailbox; onStarted: () => void }) {
  const first = mailbox.senders.length === 0;
  return (
    <>
      <Box component="section" className="mk-surface" p="lg">
        <Title order={2} id="whose-mail" fz={first ? 'xl' : undefined}>
          {first ? 'Whose mail should be kept?' : 'Add people or lists'}
        </Title>
        <Text c="dimmed" fz="sm" mt={4} mb="md" maw="64ch">
          {first
            ? 'Name the people and lists that matter. Everything they ever sent you is stored, and everything they will send. Mail of anyone else is never kept.'
            : 'Everything they ever sent you is stored, and everything they will send.'}
        </Text>
        <SendersEditor mailbox={mailbox} onStarted={onStarted} />
      </Box>
      {!first && <SenderList mailbox={mailbox} />}
    </>
  );
}
