import { Button, Stack, Text, Title } from '@mantine/core';
import { useTitle } from '../use-title';

/** A fault of the page itself. The mail is not touched by it. */
export function CrashPage({ reset }: { reset: () => void }) {
  useTitle('Something went wrong');
  return (
    <Stack align="center" gap="sm" py={80} ta="center" role="alert">
      <Title order={1}>Something went wrong on this page</Title>
      <Text c="dimmed" maw="46ch">
        The fault is in the page, not in your mail: the server keeps saving it. Try again, or reload the page.
      </Text>
      <Button onClick={reset}>Try again</Button>
    </Stack>
  );
}
