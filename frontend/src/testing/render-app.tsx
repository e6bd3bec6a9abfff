import { createMemoryHistory } from '@tanstack/react-router';
import { render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { StrictMode } from 'react';
import { App } from '@/app/app';
import { createQueryClient } from '@/app/query-client';
import { createAppRouter } from '@/app/router';
import type { CallbackRequest } from '@/lib/api/types';

/** The whole app at a path, as main.tsx starts it; only the network is not real. */
export function renderApp(path: string, answer?: CallbackRequest) {
  const client = createQueryClient();
  const router = createAppRouter({
    client,
    answer,
    history: createMemoryHistory({ initialEntries: [path] }),
  });
  const view = render(
    <StrictMode>
      <App client={client} router={router} env="test" />
    </StrictMode>,
  );
  return { ...view, client, router, person: userEvent.setup() };
}
