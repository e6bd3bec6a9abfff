/** Runs `action` at once, then at most once every `interval` milliseconds. The last call is never lost. */
export function throttled(action: () => void, interval: number): { call: () => void; cancel: () => void } {
  let last = Number.NEGATIVE_INFINITY;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const run = () => {
    waiting = undefined;
    last = Date.now();
    action();
  };
  return {
    call: () => {
      if (waiting !== undefined) return;
      const wait = last + interval - Date.now();
      if (wait <= 0) run();
      else waiting = setTimeout(run, wait);
    },
    cancel: () => {
      clearTimeout(waiting);
      waiting = undefined;
    },
  };
}
