const KEY = 'mailkeep.return-path';

/** The pages that the browser returns to after an authorization flow. */
const RETURNABLE = /^\/(mailboxes|receipts)\/[^/\\]/;

/** Remembers, in this tab, the page from which the person leaves for Google. */
export function rememberReturnPath(): void {
  const { pathname, search } = window.location;
  if (RETURNABLE.test(pathname)) sessionStorage.setItem(KEY, pathname + search);
  else sessionStorage.removeItem(KEY);
}

/** The page from which the person left for Google. Answers once. */
export function takeReturnPath(): string | undefined {
  const path = sessionStorage.getItem(KEY) ?? undefined;
  sessionStorage.removeItem(KEY);
  return path && RETURNABLE.test(path) ? path : undefined;
}
