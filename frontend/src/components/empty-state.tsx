import { Stack, Text, ThemeIcon, Title } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';

type Props = { icon: Icon; title: string; children: ReactNode; action?: ReactNode };

export function EmptyState({ icon: Glyph, title, children, action }: Props) {
  return (
    <Stack align="center" gap="xs" py={56} px="md" ta="center">
      <ThemeIcon size={48} radius="xl" variant="default" aria-hidden="true">
        <Glyph size={24} stroke={1.6} />
      </ThemeIcon>
      <Title order={2} mt="xs">
        {title}
      </Title>
      <Text c="dimmed" fz="sm" maw="46ch">
        {children}
      </Text>
      {action}
    </Stack>
  );
}
