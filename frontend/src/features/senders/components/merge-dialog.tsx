import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useRef } from 'react';
import type { SenderChange } from '../sender-change';
import type { Conflict, SenderChanging } from '../use-sender-change';
import classes from './merge-dialog.module.css';

/** Another tab changed the senders first. Shows both changes and offers to apply both. */
export function MergeDialog({ changing }: { changing: SenderChanging }) {
  // The dialog keeps its content while it fades away.
  const last = useRef<Conflict>(undefined);
  if (changing.conflict) last.current = changing.conflict;
  const shown = last.current;
  return (
    <Modal
      opened={changing.conflict !== undefined}
      onClose={changing.discard}
      title="The senders changed in the meantime"
    >
      {shown && (
        <Stack>
          <Text fz="sm">
            Another tab or program changed the list after you opened it. Your change isn't saved yet.
          </Text>
          <Changes who="Changed elsewhere" change={shown.theirs} />
          <Changes who="Your change" change={shown.mine} />
          <Group justify="flex-end">
            <Button variant="default" onClick={changing.discard}>
              Discard my change
            </Button>
            <Button data-autofocus onClick={changing.applyBoth}>
              Apply both
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}

function Changes({ who, change }: { who: string; change: SenderChange }) {
  const lines = [
    ...change.add.map((sender) => ({ sender, what: 'added' })),
    ...change.remove.map((sender) => ({ sender, what: 'removed' })),
  ];
  return (
    <section aria-label={who}>
      <Text component="h3" fz="xs" fw={600} c="dimmed">
        {who}
      </Text>
      <ul className={classes.list}>
        {lines.map(({ sender, what }) => (
          <li key={`${what} ${sender}`} className={classes.line} data-what={what}>
            <span className="mk-break">{sender}</span> <span className={classes.what}>{what}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
