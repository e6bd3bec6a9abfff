import { Box, Skeleton, Stack, Table, Text, Title } from '@mantine/core';
import { IconActivity } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { EmptyState } from '@/components/empty-state';
import { Moment } from '@/components/moment';
import { ProblemCard } from '@/components/problem-card';
import type { SyncLogEntry } from '@/lib/api/types';
import { count, span } from '@/lib/format';
import { usePollInterval } from '@/lib/live/live-updates';
import { syncLogQuery } from '../api/read-sync-log';
import { nameOf, outcomeOf } from '../entry-words';
import classes from './sync-log.module.css';

export function SyncLog({ mailboxId }: { mailboxId: string }) {
  const log = useQuery({ ...syncLogQuery(mailboxId), refetchInterval: usePollInterval() });
  return (
    <Box component="section" className="mk-surface" aria-labelledby="sync-log">
      <Title order={2} id="sync-log" px="lg" pt="lg">
        Sync log
      </Title>
      <Text c="dimmed" fz="sm" px="lg" pb="sm">
        Every check and import. Checks that found nothing are grouped.
      </Text>
      {log.isPending && (
        <Stack p="lg" role="status" aria-label="Loading the sync log">
          <Skeleton h={14} w="70%" />
          <Skeleton h={14} w="55%" />
        </Stack>
      )}
      {log.isError && !log.data && (
        <Box p="md">
          <ProblemCard error={log.error} onRetry={() => void log.refetch()} />
        </Box>
      )}
      {log.data?.length === 0 && (
        <EmptyState icon={IconActivity} title="No checks yet">
          The first check starts when you add a sender.
        </EmptyState>
      )}
      {log.data && log.data.length > 0 && <Entries entries={log.data} />}
    </Box>
  );
}

function Entries({ entries }: { entries: SyncLogEntry[] }) {
  return (
    <Table className={classes.table} verticalSpacing="sm" horizontalSpacing="lg">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>What</Table.Th>
          <Table.Th>Result</Table.Th>
          <Table.Th>When</Table.Th>
          <Table.Th>Took</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {entries.map((entry) => {
          const { text, icon: Glyph, color } = outcomeOf(entry);
          return (
            <Table.Tr key={entry.id}>
              <Table.Td>
                <span className={classes.what}>
                  <Glyph size={17} stroke={1.8} color={color} aria-hidden="true" />
                  <span>
                    {nameOf(entry)}
                    {text && <span className={classes.outcome}> · {text}</span>}
                  </span>
                </span>
              </Table.Td>
              <Table.Td className="mk-numbers">{result(entry)}</Table.Td>
              <Table.Td>
                <Moment at={entry.endedAt} />
              </Table.Td>
              <Table.Td className="mk-numbers">{took(entry)}</Table.Td>
            </Table.Tr>
          );
        })}
      </Table.Tbody>
    </Table>
  );
}

function result({ found, stored, changed, deleted }: SyncLogEntry): string {
  const parts = [
    stored > 0 && `${count(stored)} saved`,
    found > stored && `${count(found)} found`,
    changed > 0 && `${count(changed)} changed`,
    deleted > 0 && `${count(deleted)} deleted at Gmail`,
  ].filter(Boolean);
  return parts.join(', ') || 'nothing new';
}

function took(entry: SyncLogEntry): string {
  const seconds = (Date.parse(entry.endedAt) - Date.parse(entry.startedAt)) / 1000;
  if (seconds < 1) return 'under 1 s';
  return `${entry.checks > 1 ? 'spread over ' : ''}${span(Math.round(seconds))}`;
}
