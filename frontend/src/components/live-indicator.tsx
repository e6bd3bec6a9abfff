import { Box, Text } from '@mantine/core';
import { useLiveState } from '@/lib/live/live-updates';
import classes from './live-indicator.module.css';

const SAYS = {
  off: undefined,
  connecting: { text: 'Connecting…', title: 'Opening the live connection.' },
  live: { text: 'Live', title: 'Changes appear here by themselves.' },
  reconnecting: {
    text: 'Reconnecting…',
    title: 'The live connection was lost. This page asks every 15 seconds.',
  },
};

export function LiveIndicator() {
  const state = useLiveState();
  const says = SAYS[state];
  return (
    <Box role="status" className={classes.root} title={says?.title}>
      {says && (
        <>
          <span className={classes.dot} data-state={state} aria-hidden="true" />
          <Text component="span" fz="xs" c="dimmed" fw={540}>
            {says.text}
          </Text>
        </>
      )}
    </Box>
  );
}
