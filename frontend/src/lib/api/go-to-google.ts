import { api, dataOf } from './client';
import { rememberReturnPath } from './return-path';
import type { Purpose } from './types';

/** Leaves the page. Tests replace it, because they cannot navigate. */
export const browser = {
  leaveFor: (url: string) => window.location.assign(url),
};

/**
 * Starts an authorization flow and sends the browser to Google. Every feature may need it, because any problem may offer it
 * as the next step. `loginHint` is the account that Google shows first when a mailbox is connected.
 */
export async function goToGoogle(purpose: Purpose, mailboxId?: string, loginHint?: string): Promise<void> {
  const body = { purpose, mailboxId, loginHint };
  const { authorizationUrl } = await dataOf(api.POST('/auth/google/start', { body }));
  rememberReturnPath();
  browser.leaveFor(authorizationUrl);
}
