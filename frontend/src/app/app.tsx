import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { cspNonce } from '@/lib/csp-nonce';
import type { AppRouter } from './router';
import { cssVariables, theme } from './theme';

// The same key as in public/color-scheme.js.
const schemes = localStorageColorSchemeManager({ key: 'mailkeep-color-scheme' });

type Props = { client: QueryClient; router: AppRouter; env?: 'default' | 'test' };

export function App({ client, router, env = 'default' }: Props) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      colorSchemeManager={schemes}
      getStyleNonce={cspNonce}
      env={env}
    >
      <QueryClientProvider client={client}>
        <Notifications position="bottom-right" limit={4} />
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
