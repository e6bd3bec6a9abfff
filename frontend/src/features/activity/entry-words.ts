import { IconCircleCheck, IconLoader } from '@tabler/icons-react';
import type { SyncLogEntry } from '@/lib/api/types';
import { count } from '@/lib/format';

const KINDS = {
  CHECK: 'Check',
  IMPORT: 'Import',
  RESYNC: 'Resync',
  EXPIRED: 'Catch-up',
  AUDIT: 'Audit',
} as const;

export function nameOf({ kind, checks }: SyncLogEntry): string {
  return kind === 'CHECK' && checks > 1 ? `${count(checks)} checks` : KINDS[kind];
}

const OUTCOMES = {
  DONE: { text: '', icon: IconCircleCheck, color: 'var(--mk-good)' },
  RUNNING: { text: 'running', icon: IconLoader, color: 'var(--mk-calm)' },
} as const;

export const outcomeOf = ({ outcome }: SyncLogEntry) => OUTCOMES[outcome];
