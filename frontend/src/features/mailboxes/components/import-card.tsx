import { Box, Group, Progress, Text, VisuallyHidden } from '@mantine/core';
import { Moment } from '@/components/moment';
import type { Mailbox } from '@/lib/api/types';
import { count } from '@/lib/format';
import { useNow } from '@/lib/use-now';
import { importState } from '../import-state';
import classes from './import-card.module.css';

/** The progress of the import. It shows a share only once the total is known. */
export function ImportCard({ mailbox }: { mailbox: Mailbox }) {
  const now = useNow();
  if (mailbox.status !== 'IMPORTING') return null;
  const { stored, whole, share } = importState(mailbox.import);
  const searching = share === undefined;
  const text = searching ? `Searching… ${count(whole)} found` : `${count(stored)} of ${count(whole)} saved`;
  return (
    <Box component="section" aria-label="Import" className="mk-surface" p="md">
      <Group justify="space-between" gap="xs" mb="sm">
        <Text fw={600} fz="sm" className="mk-numbers">
          {text}
        </Text>
        {mailbox.import.eta && !searching && Date.parse(mailbox.import.eta) > now && (
          <Text fz="sm" c="dimmed">
            About <Moment at={mailbox.import.eta} as="left" /> left
          </Text>
        )}
      </Group>
      <Progress.Root size="md">
        <Progress.Section
          value={share ?? 30}
          className={searching ? classes.searching : undefined}
          withAria={false}
          role="progressbar"
          aria-label="Import progress"
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={share}
          aria-valuetext={text}
        />
      </Progress.Root>
      <Text fz="sm" c="dimmed" mt="sm">
        You can close this page. The import continues.
      </Text>
      {/* Screen readers announce every tenth, not every message. */}
      <VisuallyHidden role="status">
        {searching ? 'Searching Gmail.' : `${Math.floor(share / 10) * 10} percent imported.`}
      </VisuallyHidden>
    </Box>
  );
}
