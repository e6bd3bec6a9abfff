import { Button, Group, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { tell } from '@/components/tell';
import { asProblem } from '@/lib/api/problem';
import type { Mailbox } from '@/lib/api/types';
import { useMailboxUpdate } from '@/lib/api/use-mailbox-update';
import { counted } from '@/lib/format';
import { changeSenders } from '../api/change-senders';
import { useDraft } from '../use-draft';
import { PlanSummary } from './plan-summary';
import { SenderField } from './sender-field';

/** Adds senders: checked one by one, priced before anything is fetched. */
export function SendersEditor({ mailbox, onStarted }: { mailbox: Mailbox; onStarted: () => void }) {
  const draft = useDraft(mailbox);
  const update = useMailboxUpdate();
  const whole = draft.wanted.join('\n');
  const [planned] = useDebouncedValue(whole, 600);

  const start = useMutation({
    mutationFn: () => changeSenders(mailbox.id, draft.wanted),
    onSuccess: (changed) => {
      tell('Started', `The mail of ${counted(draft.added.length, 'sender')} is being kept from now on.`);
      draft.clear();
      update(changed);
      onStarted();
    },
  });
  const failure = start.error && asProblem(start.error);

  return (
    <Stack
      component="form"
      gap="md"
      onSubmit={(event) => {
        event.preventDefault();
        if (draft.ready) start.mutate();
      }}
    >
      <SenderField
        entries={draft.entries}
        text={draft.text}
        onEntries={draft.setEntries}
        onText={draft.setText}
        error={
          draft.problems.length > 0 &&
          draft.problems.map(({ sender, problem }) => (
            <span key={sender} className="mk-break">
              <strong>{sender}</strong>: {problem}
              <br />
            </span>
          ))
        }
      />
      {draft.knownAlready && (
        <Text fz="sm" c="dimmed">
          Some of these are kept already.
        </Text>
      )}
      {draft.ready && (
        <PlanSummary mailboxId={mailbox.id} senders={planned.split('\n')} settled={planned === whole} />
      )}
      {failure && (
        <Text fz="sm" c="var(--mk-bad)" role="alert">
          {failure.fields.map((field) => field.message).join(' ') || failure.message}
        </Text>
      )}
      <Group>
        <Button type="submit" disabled={!draft.ready} loading={start.isPending}>
          Start keeping
        </Button>
      </Group>
    </Stack>
  );
}
