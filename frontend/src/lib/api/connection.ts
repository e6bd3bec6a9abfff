import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
let lastAnswerAt = Date.now();
let lostSince: number | undefined;

function set(since: number | undefined) {
  if (lostSince === since) return;
  lostSince = since;
  for (const listener of listeners) listener();
}

/** Whether Mailkeep answers, be it with an error. */
export const connection = {
  answered() {
    lastAnswerAt = Date.now();
    set(undefined);
  },
  /** No answer came. The page shows what was true at the last answer. */
  lost() {
    set(lostSince ?? lastAnswerAt);
  },
};

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** When Mailkeep last answered, in milliseconds, while it does not answer. Undefined while it does. */
export const useLostSince = () => useSyncExternalStore(subscribe, () => lostSince);
