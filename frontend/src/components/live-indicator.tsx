import { Box, Text } from '@mantine/core';
import { useLostSince } from '@/lib/api/connection';
import { clockOf } from '@/lib/format';
import { useLiveState } from '@/lib/live/live-updates';
import classes from './live-indicator.module.css';

type Label = { text: string; more?: string; title: string };

/** Whether the page is up to date, and if not, since when. */
export function LiveIndicator() {
  const live = useLiveState();
  const lostSince = useLostSince();
  const state = lostSince === undefined ? live.state : 'lost';
  const label = state === 'lost' ? lost(lostSince ?? 0) : LABELS[state](live.since);
  return (
    <Box role="status" className={classes.root} title={label?.title}>
      {label && (
        <>
          <span className={classes.dot} data-state={state} aria-hidden="true" />
          <Text component="span" fz="xs" c="dimmed" fw={540}>
            {label.text}
            {label.more && <span className={classes.more}> {label.more}</span>}
          </Text>
        </>
      )}
    </Box>
  );
}

const LABELS = {
  off: (): Label | undefined => undefined,
  connecting: (): Label => ({ text: 'Connecting…', title: 'Opening the live connection.' }),
  live: (): Label => ({ text: 'Live', title: 'Changes appear here automatically.' }),
  reconnecting: (since?: number): Label => ({
    text: 'Reconnecting…',
    ...(since ? { more: `since ${clockOf(since)}` } : {}),
    title: 'The live connection was lost. This page checks every 15 seconds.',
  }),
};

const lost = (since: number): Label => ({
  text: 'No connection',
  more: `since ${clockOf(since)}`,
  title: `Mailkeep has not answered since ${clockOf(since)}. This page shows what was true then.`,
});
