import { Box, Group, Text } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './tone.module.css';

export type Tone = 'good' | 'warn' | 'bad' | 'calm';

type Props = {
  tone: Tone;
  icon: Icon;
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
  role?: 'status' | 'alert';
};

/** One thing worth knowing, and at most one thing to do about it. */
export function Notice({ tone, icon: Glyph, title, children, action, role }: Props) {
  return (
    <Box role={role} className={`${classes.notice} ${classes[tone]}`}>
      <Group gap="sm" align="flex-start" justify="space-between">
        <Group gap="sm" align="flex-start" wrap="nowrap" flex="1 1 260px">
          <Glyph size={20} stroke={1.8} className={classes.icon} aria-hidden="true" />
          <Box>
            <Text fw={600} fz="sm">
              {title}
            </Text>
            {children && (
              <Text component="div" fz="sm" mt={2} maw="72ch">
                {children}
              </Text>
            )}
          </Box>
        </Group>
        {action}
      </Group>
    </Box>
  );
}
