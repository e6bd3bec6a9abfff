import type { CallbackRequest } from '@/lib/api/types';

const PATH = '/auth/callback';

/**
 * Google's answer, if the browser came back from Google to this page. Cleans the address first: the code must not stay in
 * the history, in a bookmark or in a referrer.
 */
export function takeAnswer(): CallbackRequest | undefined {
  if (window.location.pathname !== PATH) return undefined;
  const query = new URLSearchParams(window.location.search);
  window.history.replaceState(null, '', PATH);
  const answer: CallbackRequest = { state: query.get('state') ?? '' };
  for (const name of ['code', 'iss', 'error'] as const) {
    const value = query.get(name);
    if (value) answer[name] = value;
  }
  return answer.state && (answer.code || answer.error) ? answer : undefined;
}
