import { Button, Stack, Text, Title } from '@mantine/core';
import { useTitle } from '../use-title';

/** Shown when the page itself fails. The mail is not affected. */
export function CrashPage({ reset }: { reset: () => void }) {
  useTitle('Something went wrong');
  return (
    <Stack align="center" gap="sm" py={80} ta="center" role="alert">
      <Title order={1}>Something went wrong on this page</Title>
      <Text c="dimmed" maw="46ch">
        The fault is in this page. Your mail is safe, and the server keeps saving it. Try again, or reload the
        page.
      </Text>
      <Button onClick={reset}>Try again</Button>
    </Stack>
  );
}
