import { Anchor, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { BrandMark } from '@/components/brand-mark';
import { useTitle } from '../use-title';

export function NotFoundPage() {
  useTitle('Not found');
  return (
    <Stack align="center" gap="sm" py={80} ta="center">
      <BrandMark size={44} />
      <Title order={1}>There is nothing here</Title>
      <Text c="dimmed" maw="46ch">
        The address may be old or belong to another account.
      </Text>
      <Anchor component={Link} to="/">
        Back to the mailboxes
      </Anchor>
    </Stack>
  );
}
