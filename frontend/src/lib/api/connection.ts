import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
let lastAnswerAt = Date.now();
let lostSince: number | undefined;

function set(since: number | undefined) {
  if (lostSince === since) return;
  lostSince = since;
  for (const listener of listeners) listener();
}

/** Whether Mailkeep answers, whatever it says. */
export const connection = {
  answered() {
    lastAnswerAt = Date.now();
    set(undefined);
  },
  /** No answer came. What is on the page was true when the last one did. */
  lost() {
    set(lostSince ?? lastAnswerAt);
  },
};

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** When Mailkeep last answered, in milliseconds, while it does not; undefined while it does. */
export const useLostSince = () => useSyncExternalStore(subscribe, () => lostSince);
