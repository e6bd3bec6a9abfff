import type { ImportProgress } from '@/lib/api/types';

export type ImportState = {
  stored: number;
  whole: number;
  /** Whole percent, 0 to 100; absent while the whole is not known. */
  share: number | undefined;
};

/** Figures that don't contradict each other: the share is never above 100, and is 100 only when everything is stored. */
export function importState({ found, stored, finding }: ImportProgress): ImportState {
  const done = Math.max(0, stored);
  const whole = Math.max(0, found, done);
  if (finding || whole === 0) return { stored: done, whole, share: undefined };
  return { stored: done, whole, share: Math.floor((done / whole) * 100) };
}
