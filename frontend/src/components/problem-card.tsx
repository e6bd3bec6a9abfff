import { Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconMoodConfuzed } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { asProblem } from '@/lib/api/problem';
import type { NextAction } from '@/lib/api/types';
import { NextActionButton } from './next-action-button';

type Props = {
  error: unknown;
  /** The heading's level: 1 where the card is the page. */
  order?: 1 | 2;
  fallback?: NextAction;
  onRetry?: () => void;
  children?: ReactNode;
};

/** A problem in words: what happened, and the next step. */
export function ProblemCard({ error, order = 2, fallback, onRetry, children }: Props) {
  const problem = asProblem(error);
  const action = problem.nextAction ?? fallback;
  return (
    <Paper withBorder p="xl" maw={560} mx="auto" w="100%" role="alert">
      <Stack gap="sm">
        <IconMoodConfuzed size={32} stroke={1.5} aria-hidden="true" />
        <Title order={order}>{problem.title}</Title>
        <Text c="dimmed" className="mk-break">
          {problem.message}
        </Text>
        <Group mt="xs">
          {action && <NextActionButton action={action} onRetry={onRetry} />}
          {children}
        </Group>
      </Stack>
    </Paper>
  );
}
