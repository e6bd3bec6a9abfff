import { Button, Group, Stack, TagsInput, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { tell } from '@/components/tell';
import { asProblem } from '@/lib/api/problem';
import type { Mailbox } from '@/lib/api/types';
import { useMailboxUpdate } from '@/lib/api/use-mailbox-update';
import { counted } from '@/lib/format';
import { changeSenders } from '../api/change-senders';
import { checkSender, splitSenders } from '../sender-pattern';
import { PlanSummary } from './plan-summary';

/** Adds senders: checked one by one, priced before anything is fetched. */
export function SendersEditor({ mailbox, onStarted }: { mailbox: Mailbox; onStarted: () => void }) {
  const [entries, setEntries] = useState<string[]>([]);
  const [text, setText] = useState('');
  const update = useMailboxUpdate();

  // What stands in the field counts too: nobody should have to press Enter first.
  const checked = [...new Set([...entries, ...splitSenders(text)])].map(checkSender);
  const problems = checked.filter((entry) => entry.problem);
  const unfinished = splitSenders(text)
    .map(checkSender)
    .some((entry) => entry.problem);
  const known = new Set(mailbox.senders.map((sender) => sender.toLowerCase()));
  const added = checked
    .filter((entry) => !entry.problem && !known.has(entry.sender))
    .map((entry) => entry.sender);
  const wanted = [...mailbox.senders, ...added];
  const [planned] = useDebouncedValue(wanted.join('\n'), 600);

  const start = useMutation({
    mutationFn: () => changeSenders(mailbox.id, wanted),
    onSuccess: (changed) => {
      setEntries([]);
      setText('');
      update(changed);
      tell('Started', `The mail of ${counted(added.length, 'sender')} is being kept from now on.`);
      onStarted();
    },
  });
  const failure = start.error && asProblem(start.error);
  // Half an address is no mistake while it is being typed.
  const shownProblems = problems.filter(
    (entry) => !unfinished || entries.map((each) => each.toLowerCase()).includes(entry.sender),
  );
  const ready = added.length > 0 && problems.length === 0;

  return (
    <Stack
      component="form"
      gap="md"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) start.mutate();
      }}
    >
      <TagsInput
        label="Senders"
        description="Addresses such as boss@corp.example, or whole domains such as @list.example. Paste as many as you like."
        placeholder={entries.length === 0 ? 'boss@corp.example, @list.example' : undefined}
        splitChars={[',', ';', ' ', '\n', '\t']}
        value={entries}
        searchValue={text}
        onSearchChange={setText}
        acceptValueOnBlur
        onChange={(values) => setEntries([...new Set(values.flatMap(splitSenders))])}
        onPaste={(event) => {
          const pasted = splitSenders(event.clipboardData.getData('text'));
          if (pasted.length < 2) return;
          event.preventDefault();
          setEntries([...new Set([...entries, ...pasted])]);
        }}
        error={
          shownProblems.length > 0 &&
          shownProblems.map((entry) => (
            <span key={entry.sender} className="mk-break">
              <strong>{entry.sender}</strong>: {entry.problem}
              <br />
            </span>
          ))
        }
      />
      {checked.some((entry) => known.has(entry.sender)) && (
        <Text fz="sm" c="dimmed">
          Some of these are kept already.
        </Text>
      )}
      {ready && (
        <PlanSummary
          mailboxId={mailbox.id}
          senders={planned.split('\n')}
          settled={planned === wanted.join('\n')}
        />
      )}
      {failure && (
        <Text fz="sm" c="var(--mk-bad)" role="alert">
          {failure.fields.map((field) => field.message).join(' ') || failure.message}
        </Text>
      )}
      <Group>
        <Button type="submit" disabled={!ready} loading={start.isPending}>
          Start keeping
        </Button>
      </Group>
    </Stack>
  );
}
