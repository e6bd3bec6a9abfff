import { api, dataOf } from './client';
import type { Purpose } from './types';
import { rememberWayBack } from './way-back';

/** Leaving the page, replaceable because a test cannot navigate. */
export const browser = {
  leaveFor: (url: string) => window.location.assign(url),
};

/**
 * Starts a trip to Google. Every feature may need one, because any problem may ask for it as the next step. `loginHint` is
 * the account that Google shows first when a mailbox is connected.
 */
export async function leaveForGoogle(
  purpose: Purpose,
  mailboxId?: string,
  loginHint?: string,
): Promise<void> {
  const body = { purpose, mailboxId, loginHint };
  const { authorizationUrl } = await dataOf(api.POST('/auth/google/start', { body }));
  rememberWayBack();
  browser.leaveFor(authorizationUrl);
}
