import {
  IconAlertTriangle,
  IconCircleCheck,
  IconClockExclamation,
  IconClockPause,
  IconCloudOff,
  IconDownload,
  IconLinkOff,
  IconLock,
  IconPlayerPause,
  IconRefreshAlert,
} from '@tabler/icons-react';
import classes from './tone.module.css';

const BADGES = {
  IMPORTING: { text: 'Importing', tone: 'good', icon: IconDownload },
  LIVE: { text: 'Live', tone: 'good', icon: IconCircleCheck },
  SLOWED: { text: 'Slowed by Google', tone: 'warn', icon: IconClockPause },
  OVERDUE: { text: 'Check overdue', tone: 'warn', icon: IconClockExclamation },
  UNKNOWN: { text: 'No connection', tone: 'calm', icon: IconCloudOff },
  PAUSED: { text: 'Paused', tone: 'calm', icon: IconPlayerPause },
  NEEDS_RECONNECT: { text: 'Needs reconnect', tone: 'bad', icon: IconAlertTriangle },
  BLOCKED: { text: 'Blocked', tone: 'bad', icon: IconLock },
  DEGRADED: { text: 'Retrying', tone: 'warn', icon: IconRefreshAlert },
  DISCONNECTING: { text: 'Disconnecting', tone: 'calm', icon: IconLinkOff },
} as const;

/** The status of a mailbox as an icon and a word. The colour only repeats them. */
export function StatusBadge({ status }: { status: keyof typeof BADGES }) {
  const { text, tone, icon: Glyph } = BADGES[status];
  return (
    <span className={`${classes.pill} ${classes[tone]}`}>
      <Glyph size={14} stroke={2} aria-hidden="true" />
      {text}
    </span>
  );
}
