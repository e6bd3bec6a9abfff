import { Navigate, useRouteContext } from '@tanstack/react-router';
import { Callback } from '@/features/connect/components/callback';
import { useTitle } from '../use-title';

export function CallbackPage() {
  useTitle('Connecting');
  const { answer } = useRouteContext({ from: '/auth/callback' });
  // Reloaded or opened by hand: the code is gone from the address, and the session decides what to show.
  return answer ? <Callback answer={answer} /> : <Navigate to="/" replace />;
}
