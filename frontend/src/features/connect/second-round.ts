import { leaveForGoogle } from '@/lib/api/leave-for-google';
import { asProblem } from '@/lib/api/problem';

const BEGUN = 'mailkeep.second-round';

/**
 * Google now and then gives no lasting access, which another consent mends: that round is begun without a question, with
 * the account that was chosen, but only once in a row. Says whether it was.
 */
export function beginSecondRound(error: unknown): boolean {
  const { slug, nextAction } = asProblem(error);
  if (slug !== 'refresh-token-missing' || sessionStorage.getItem(BEGUN)) return false;
  sessionStorage.setItem(BEGUN, 'yes');
  const again = nextAction?.kind === 'reconnect' && nextAction.mailboxId;
  // Where that fails the person still has the button.
  void (
    again
      ? leaveForGoogle('reconnect', nextAction.mailboxId)
      : leaveForGoogle('connect', undefined, nextAction?.email)
  ).catch(() => {});
  return true;
}

/** The next time may begin one again. */
export function forgetSecondRound(): void {
  sessionStorage.removeItem(BEGUN);
}
