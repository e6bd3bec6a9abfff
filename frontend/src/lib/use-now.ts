import { useSyncExternalStore } from 'react';

// One clock for the whole page. A timer for each relative time would wake the page hundreds of times a second.
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const each of listeners) each();
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

function read(): number {
  const current = Date.now();
  if (current - now > 1000) now = current;
  return now;
}

/** The time in milliseconds, renewed every `step` seconds. */
export function useNow(step = 1): number {
  return useSyncExternalStore(subscribe, () => Math.floor(read() / (step * 1000)) * step * 1000);
}
