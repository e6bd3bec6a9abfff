import { IconCircleCheck, IconCircleX, IconClockPause, IconPlayerStop } from '@tabler/icons-react';
import type { Run } from '@/lib/api/types';
import { count } from '@/lib/format';

const KINDS = { LOOK: 'Look', IMPORT: 'Import', RESYNC: 'Resync', AUDIT: 'Audit' } as const;

export function whatRunDid({ kind, looks }: Run): string {
  return kind === 'LOOK' && looks > 1 ? `${count(looks)} looks` : KINDS[kind];
}

const OUTCOMES = {
  DONE: { text: '', icon: IconCircleCheck, color: 'var(--mk-good)' },
  THROTTLED: { text: 'slowed down by Google', icon: IconClockPause, color: 'var(--mk-warn)' },
  FAILED: { text: 'failed, tried again later', icon: IconCircleX, color: 'var(--mk-bad)' },
  STOPPED: { text: 'stopped', icon: IconPlayerStop, color: 'var(--mk-calm)' },
} as const;

export const outcomeOf = ({ outcome }: Run) => OUTCOMES[outcome];
