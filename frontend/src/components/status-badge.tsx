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

const LOOKS = {
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

/** How a mailbox stands, as icon and word; the colour only repeats what they say. */
export function StatusBadge({ standing }: { standing: keyof typeof LOOKS }) {
  const { text, tone, icon: Glyph } = LOOKS[standing];
  return (
    <span className={`${classes.pill} ${classes[tone]}`}>
      <Glyph size={14} stroke={2} aria-hidden="true" />
      {text}
    </span>
  );
}
