import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { keys } from '@/lib/api/keys';
import { Problem } from '@/lib/api/problem';

export function createQueryClient(): QueryClient {
  // Signed out elsewhere, or the session has ended: read the session again, so that the page shows it.
  const onError = (error: unknown) => {
    if (error instanceof Problem && error.status === 401) {
      void client.invalidateQueries({ queryKey: keys.session });
    }
  };
  const client = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 2000,
        retry: (failures, error) => failures < 2 && (!(error instanceof Problem) || isTransient(error)),
        refetchOnWindowFocus: true,
        // A server on this machine answers without the internet. Elsewhere a failed request shows that there is no answer.
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  });
  return client;
}

const isTransient = ({ status }: Problem) => status === 0 || status >= 500;
