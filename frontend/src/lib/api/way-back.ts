const KEY = 'mailkeep.way-back';

/** The pages that a trip to Google may begin on and that are worth coming back to. */
const WORTH_IT = /^\/(mailboxes|receipts)\/[^/\\]/;

/** Remembers, in this tab, where the person was when they left for Google. */
export function rememberWayBack(): void {
  const { pathname, search } = window.location;
  if (WORTH_IT.test(pathname)) sessionStorage.setItem(KEY, pathname + search);
  else sessionStorage.removeItem(KEY);
}

/** Where the person was when they left for Google, once. */
export function takeWayBack(): string | undefined {
  const way = sessionStorage.getItem(KEY) ?? undefined;
  sessionStorage.removeItem(KEY);
  return way && WORTH_IT.test(way) ? way : undefined;
}
