import { Button, Group, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { toast } from '@/components/toast';
import { asProblem } from '@/lib/api/problem';
import type { Mailbox } from '@/lib/api/types';
import { counted } from '@/lib/format';
import { visibleText } from '@/lib/untrusted-text';
import { useDraft } from '../use-draft';
import type { SenderChanging } from '../use-sender-change';
import { PlanSummary } from './plan-summary';
import { SenderField } from './sender-field';

type Props = { mailbox: Mailbox; changing: SenderChanging; onStarted: () => void };

/** Adds senders. The server reads each one and estimates the import before anything is fetched. */
export function SendersEditor({ mailbox, changing, onStarted }: Props) {
  const draft = useDraft(mailbox);
  const whole = draft.wanted.join('\n');
  const [planned] = useDebouncedValue(whole, 600);

  const start = () => {
    const { added } = draft;
    changing.submit({ add: added, remove: [] }, () => {
      toast('Saved', `Importing mail from ${counted(added.length, 'sender')}.`);
      draft.clear();
      onStarted();
    });
  };
  const problem = draft.failure && asProblem(draft.failure);

  return (
    <Stack
      component="form"
      gap="md"
      onSubmit={(event) => {
        event.preventDefault();
        if (draft.ready) start();
      }}
    >
      <SenderField
        entries={draft.entries}
        readingOf={draft.readingOf}
        text={draft.text}
        onEntries={draft.setEntries}
        onText={draft.setText}
        error={
          draft.problems.length > 0 &&
          draft.problems.map(({ typed, problem }) => (
            <span key={typed} className="mk-break">
              <strong>
                <bdi>{visibleText(typed)}</bdi>
              </strong>
              : {problem}
              <br />
            </span>
          ))
        }
      />
      {draft.alreadyListed && (
        <Text fz="sm" c="dimmed">
          Some of these are already on your list.
        </Text>
      )}
      {draft.ready && (
        <PlanSummary mailboxId={mailbox.id} senders={planned.split('\n')} upToDate={planned === whole} />
      )}
      {problem && (
        <Text fz="sm" c="var(--mk-bad)" role="alert">
          {problem.fields.map((field) => field.message).join(' ') || problem.message}
        </Text>
      )}
      <Group>
        <Button type="submit" disabled={!draft.ready} loading={changing.pending}>
          Save and import
        </Button>
      </Group>
    </Stack>
  );
}
