export const TABS = ['messages', 'senders', 'activity', 'settings'] as const;
export type Tab = (typeof TABS)[number];

/** The part of a mailbox that is on the screen, as the address names it. */
export type MailboxSearch = { tab?: Tab; q?: string; sender?: string; message?: string };

export function mailboxSearch(search: Record<string, unknown>): MailboxSearch {
  const valid: MailboxSearch = {};
  const tab = TABS.find((name) => name === search.tab);
  if (tab) valid.tab = tab;
  for (const name of ['q', 'sender', 'message'] as const) {
    const value = search[name];
    // The router reads 2024 in an address as a number.
    if (typeof value === 'string' || typeof value === 'number') valid[name] = String(value);
  }
  return valid;
}
