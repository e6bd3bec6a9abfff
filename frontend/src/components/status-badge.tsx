import {
  IconAlertTriangle,
  IconCircleCheck,
  IconDownload,
  IconLinkOff,
  IconLock,
  IconPlayerPause,
  IconRefreshAlert,
} from '@tabler/icons-react';
import type { MailboxStatus } from '@/lib/api/types';
import classes from './tone.module.css';

const LOOKS = {
  IMPORTING: { text: 'Importing', tone: 'good', icon: IconDownload },
  LIVE: { text: 'Live', tone: 'good', icon: IconCircleCheck },
  PAUSED: { text: 'Paused', tone: 'calm', icon: IconPlayerPause },
  NEEDS_RECONNECT: { text: 'Needs reconnect', tone: 'bad', icon: IconAlertTriangle },
  BLOCKED: { text: 'Blocked', tone: 'bad', icon: IconLock },
  DEGRADED: { text: 'Retrying', tone: 'warn', icon: IconRefreshAlert },
  DISCONNECTING: { text: 'Disconnecting', tone: 'calm', icon: IconLinkOff },
} as const;

/** A status as icon and word; the colour only repeats what they say. */
export function StatusBadge({ status }: { status: MailboxStatus }) {
  const { text, tone, icon: Glyph } = LOOKS[status];
  return (
    <span className={`${classes.pill} ${classes[tone]}`}>
      <Glyph size={14} stroke={2} aria-hidden="true" />
      {text}
    </span>
  );
}
