import { goToGoogle } from '@/lib/api/go-to-google';
import { asProblem } from '@/lib/api/problem';

const STARTED = 'mailkeep.second-consent';

/**
 * Google sometimes grants access without a refresh token, and a second consent brings one. Starts that consent without a
 * question, for the account that was chosen, but only once in a row. Returns whether it did.
 */
export function beginSecondConsent(error: unknown): boolean {
  const { slug, nextAction } = asProblem(error);
  if (slug !== 'refresh-token-missing' || sessionStorage.getItem(STARTED)) return false;
  sessionStorage.setItem(STARTED, 'yes');
  const again = nextAction?.kind === 'reconnect' && nextAction.mailboxId;
  // If that fails, the person still has the button.
  void (
    again
      ? goToGoogle('reconnect', nextAction.mailboxId)
      : goToGoogle('connect', undefined, nextAction?.email)
  ).catch(() => {});
  return true;
}

/** Allows the next sign-in to start a second consent again. */
export function forgetSecondConsent(): void {
  sessionStorage.removeItem(STARTED);
}
