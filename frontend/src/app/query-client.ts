import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { keys } from '@/lib/api/keys';
import { Problem } from '@/lib/api/problem';

export function createQueryClient(): QueryClient {
  // Signed out elsewhere, or the session is over: the page must notice, whatever it was doing.
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
        retry: (failures, error) => failures < 2 && (!(error instanceof Problem) || isPassing(error)),
        refetchOnWindowFocus: true,
        // A server on this machine can be reached without the internet, and one elsewhere is asked so that the page knows.
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  });
  return client;
}

const isPassing = ({ status }: Problem) => status === 0 || status >= 500;
