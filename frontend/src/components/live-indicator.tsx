import { Box, Text } from '@mantine/core';
import { useLostSince } from '@/lib/api/connection';
import { clockOf } from '@/lib/format';
import { useLiveState } from '@/lib/live/live-updates';
import classes from './live-indicator.module.css';

type Says = { text: string; more?: string; title: string };

/** Whether what is on the page is true now; where it is not, since when. */
export function LiveIndicator() {
  const live = useLiveState();
  const lostSince = useLostSince();
  const state = lostSince === undefined ? live.state : 'lost';
  const says = state === 'lost' ? lost(lostSince ?? 0) : SAYS[state](live.since);
  return (
    <Box role="status" className={classes.root} title={says?.title}>
      {says && (
        <>
          <span className={classes.dot} data-state={state} aria-hidden="true" />
          <Text component="span" fz="xs" c="dimmed" fw={540}>
            {says.text}
            {says.more && <span className={classes.more}> {says.more}</span>}
          </Text>
        </>
      )}
    </Box>
  );
}

const SAYS = {
  off: (): Says | undefined => undefined,
  connecting: (): Says => ({ text: 'Connecting…', title: 'Opening the live connection.' }),
  live: (): Says => ({ text: 'Live', title: 'Changes appear here by themselves.' }),
  reconnecting: (since?: number): Says => ({
    text: 'Reconnecting…',
    ...(since ? { more: `since ${clockOf(since)}` } : {}),
    title: 'The live connection was lost. This page asks every 15 seconds.',
  }),
};

const lost = (since: number): Says => ({
  text: 'No connection',
  more: `since ${clockOf(since)}`,
  title: `Mailkeep has not answered since ${clockOf(since)}. What you see was true then.`,
});
