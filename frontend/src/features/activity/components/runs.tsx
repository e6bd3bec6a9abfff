import { Box, Skeleton, Stack, Table, Text, Title } from '@mantine/core';
import { IconActivity } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { EmptyState } from '@/components/empty-state';
import { Moment } from '@/components/moment';
import { ProblemCard } from '@/components/problem-card';
import type { Run } from '@/lib/api/types';
import { count, span } from '@/lib/format';
import { usePollInterval } from '@/lib/live/live-updates';
import { runsQuery } from '../api/list-runs';
import { outcomeOf, whatRunDid } from '../run-words';
import classes from './runs.module.css';

export function Runs({ mailboxId }: { mailboxId: string }) {
  const runs = useQuery({ ...runsQuery(mailboxId), refetchInterval: usePollInterval() });
  return (
    <Box component="section" className="mk-surface" aria-labelledby="runs">
      <Title order={2} id="runs" px="lg" pt="lg">
        Runs
      </Title>
      <Text c="dimmed" fz="sm" px="lg" pb="sm">
        Every check and import. Checks that found nothing are grouped.
      </Text>
      {runs.isPending && (
        <Stack p="lg" role="status" aria-label="Loading runs">
          <Skeleton h={14} w="70%" />
          <Skeleton h={14} w="55%" />
        </Stack>
      )}
      {runs.isError && !runs.data && (
        <Box p="md">
          <ProblemCard error={runs.error} onRetry={() => void runs.refetch()} />
        </Box>
      )}
      {runs.data?.length === 0 && (
        <EmptyState icon={IconActivity} title="Nothing has run yet">
          The first check happens as soon as there is a sender.
        </EmptyState>
      )}
      {runs.data && runs.data.length > 0 && <RunTable runs={runs.data} />}
    </Box>
  );
}

function RunTable({ runs }: { runs: Run[] }) {
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
        {runs.map((run) => {
          const { text, icon: Glyph, color } = outcomeOf(run);
          return (
            <Table.Tr key={run.id}>
              <Table.Td>
                <span className={classes.what}>
                  <Glyph size={17} stroke={1.8} color={color} aria-hidden="true" />
                  <span>
                    {whatRunDid(run)}
                    {text && <span className={classes.outcome}> · {text}</span>}
                  </span>
                </span>
              </Table.Td>
              <Table.Td className="mk-numbers">{result(run)}</Table.Td>
              <Table.Td>
                <Moment at={run.endedAt} />
              </Table.Td>
              <Table.Td className="mk-numbers">{took(run)}</Table.Td>
            </Table.Tr>
          );
        })}
      </Table.Tbody>
    </Table>
  );
}

function result({ found, stored, changed, deleted }: Run): string {
  const parts = [
    stored > 0 && `${count(stored)} stored`,
    found > stored && `${count(found)} found`,
    changed > 0 && `${count(changed)} changed`,
    deleted > 0 && `${count(deleted)} deleted at Gmail`,
  ].filter(Boolean);
  return parts.join(', ') || 'nothing new';
}

function took(run: Run): string {
  const seconds = (Date.parse(run.endedAt) - Date.parse(run.startedAt)) / 1000;
  if (seconds < 1) return 'under 1 s';
  return `${run.looks > 1 ? 'over ' : ''}${span(Math.round(seconds))}`;
}
