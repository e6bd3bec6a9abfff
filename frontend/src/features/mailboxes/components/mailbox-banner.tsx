import {
  IconAlertTriangle,
  IconClockPause,
  IconLock,
  IconPlayerPause,
  IconRefreshAlert,
} from '@tabler/icons-react';
import { Moment } from '@/components/moment';
import { NextActionButton } from '@/components/next-action-button';
import { Notice } from '@/components/notice';
import type { Mailbox } from '@/lib/api/types';
import { useNow } from '@/lib/use-now';

/** The gravest thing to know about a mailbox, and only that. */
export function MailboxBanner({ mailbox }: { mailbox: Mailbox }) {
  const now = useNow();
  const action = mailbox.nextAction && (
    <NextActionButton action={mailbox.nextAction} mailboxId={mailbox.id} size="sm" />
  );
  switch (mailbox.status) {
    case 'NEEDS_RECONNECT':
      return (
        <Notice
          tone="bad"
          icon={IconAlertTriangle}
          title="Google no longer lets Mailkeep read this mailbox"
          role="alert"
          action={
            action ?? (
              <NextActionButton
                action={{ kind: 'reconnect', label: 'Reconnect' }}
                mailboxId={mailbox.id}
                size="sm"
              />
            )
          }
        >
          {mailbox.explanation}
        </Notice>
      );
    case 'BLOCKED':
      return (
        <Notice tone="bad" icon={IconLock} title="This mailbox cannot be read" role="alert" action={action}>
          {mailbox.explanation}
        </Notice>
      );
    case 'DEGRADED':
      return (
        <Notice
          tone="warn"
          icon={IconRefreshAlert}
          title="Something is in the way; Mailkeep keeps trying"
          action={action}
        >
          {mailbox.explanation}{' '}
          {mailbox.nextAttemptAt && (
            <>
              Next attempt in <Moment at={mailbox.nextAttemptAt} as="left" />. Nothing is lost meanwhile.
            </>
          )}
        </Notice>
      );
    case 'DISCONNECTING':
      return <Notice tone="calm" icon={IconPlayerPause} title="This mailbox is being disconnected" />;
    default:
      break;
  }
  if (mailbox.throttledUntil && Date.parse(mailbox.throttledUntil) > now) {
    return (
      <Notice tone="calm" icon={IconClockPause} title="Google asked us to slow down" action={action}>
        Until <Moment at={mailbox.throttledUntil} as="clock" />, another{' '}
        <Moment at={mailbox.throttledUntil} as="left" />. It goes on by itself.
      </Notice>
    );
  }
  return null;
}
