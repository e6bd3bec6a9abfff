import {
  IconAlertTriangle,
  IconClockPause,
  IconLock,
  IconPlayerPause,
  IconRefreshAlert,
} from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { Moment } from '@/components/moment';
import { NextActionButton } from '@/components/next-action-button';
import { Notice } from '@/components/notice';
import { toast, toastProblem } from '@/components/toast';
import type { Mailbox } from '@/lib/api/types';
import { useMailboxUpdate } from '@/lib/api/use-mailbox-update';
import { useNow } from '@/lib/use-now';
import { commandMailbox } from '../api/command-mailbox';

/** The most serious thing to know about a mailbox, and only that. */
export function MailboxBanner({ mailbox }: { mailbox: Mailbox }) {
  const now = useNow();
  const update = useMailboxUpdate();
  const check = useMutation({
    mutationFn: () => commandMailbox(mailbox.id, 'check'),
    onSuccess: (changed) => {
      update(changed);
      toast(mailbox.email, 'Checking again now.');
    },
    onError: toastProblem,
  });
  const action = mailbox.nextAction && (
    <NextActionButton
      action={mailbox.nextAction}
      mailboxId={mailbox.id}
      size="sm"
      onRetry={() => check.mutate()}
      {...(check.isPending ? { loading: true } : {})}
    />
  );
  switch (mailbox.status) {
    case 'NEEDS_RECONNECT':
      return (
        <Notice
          tone="bad"
          icon={IconAlertTriangle}
          title={mailbox.explanationTitle ?? 'Mailkeep lost access to this Gmail'}
          role="alert"
          action={action}
        >
          {mailbox.explanation}
        </Notice>
      );
    case 'BLOCKED':
      return (
        <Notice
          tone="bad"
          icon={IconLock}
          title={mailbox.explanationTitle ?? 'This mailbox is blocked'}
          role="alert"
          action={action}
        >
          {mailbox.explanation}
        </Notice>
      );
    case 'DEGRADED':
      return (
        <Notice
          tone="warn"
          icon={IconRefreshAlert}
          title={mailbox.explanationTitle ?? "Mailkeep can't check this mailbox right now"}
          action={action}
        >
          {mailbox.explanation}{' '}
          {mailbox.nextAttemptAt && (
            <>
              Retrying in <Moment at={mailbox.nextAttemptAt} as="left" />.
            </>
          )}
        </Notice>
      );
    case 'DISCONNECTING':
      return <Notice tone="calm" icon={IconPlayerPause} title="Disconnecting this mailbox" />;
    default:
      break;
  }
  if (mailbox.throttledUntil && Date.parse(mailbox.throttledUntil) > now) {
    return (
      <Notice tone="calm" icon={IconClockPause} title="Google is limiting requests" action={action}>
        Continues automatically at <Moment at={mailbox.throttledUntil} as="clock" /> (
        <Moment at={mailbox.throttledUntil} as="left" />
        ).
      </Notice>
    );
  }
  return null;
}
