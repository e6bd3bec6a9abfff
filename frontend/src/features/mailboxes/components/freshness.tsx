import { Popover, Text, UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import { Moment } from '@/components/moment';
import type { Mailbox } from '@/lib/api/types';
import { clockOf, counted } from '@/lib/format';
import { useNow } from '@/lib/use-now';
import { type DisplayStatus, displayStatus } from '../display-status';
import classes from './freshness.module.css';

type Props = {
  mailbox: Mailbox;
  /** Since when the server has not answered, in milliseconds; undefined while it does. */
  unknownSince: number | undefined;
};

/** Whether the mailbox is up to date, and below it up to when that is verified. */
export function Freshness({ mailbox, unknownSince }: Props) {
  const now = useNow();
  if (unknownSince !== undefined) {
    return (
      <Line>Mailkeep hasn't answered since {clockOf(unknownSince)}. This page shows what was true then.</Line>
    );
  }
  if (mailbox.senders.length === 0) {
    return <Line>Connected. You haven't chosen any senders yet, so Mailkeep reads nothing.</Line>;
  }
  return (
    <>
      <Line>
        <Checked mailbox={mailbox} status={displayStatus(mailbox, now, true)} now={now} />
      </Line>
      <Verified at={mailbox.completeAsOf} />
    </>
  );
}

function Line({ children }: { children: ReactNode }) {
  return (
    <Text c="dimmed" fz="sm" mt={4}>
      {children}
    </Text>
  );
}

function Checked({ mailbox, status, now }: { mailbox: Mailbox; status: DisplayStatus; now: number }) {
  const last = mailbox.lastSyncedAt && (
    <>
      checked <Moment at={mailbox.lastSyncedAt} as="short" />
    </>
  );
  const lastly = last && <> · last {last}</>;
  switch (status) {
    case 'SLOWED':
      return (
        <>
          Google is limiting requests
          {mailbox.throttledUntil && (
            <>
              , checks continue at <Moment at={mailbox.throttledUntil} as="clock" />
            </>
          )}
          {lastly}
        </>
      );
    case 'OVERDUE':
      return (
        <>
          The check due
          {mailbox.nextSyncAt && (
            <>
              {' '}
              at <Moment at={mailbox.nextSyncAt} as="clock" />
            </>
          )}{' '}
          hasn't finished yet. Mailkeep keeps trying{lastly}
        </>
      );
    case 'PAUSED':
      return <>Paused, not checking{lastly}</>;
    case 'DEGRADED':
      return <>Retrying{lastly}</>;
    case 'NEEDS_RECONNECT':
    case 'BLOCKED':
    case 'DISCONNECTING':
      return <>Not checking{lastly}</>;
    case 'IMPORTING':
      return (
        <>
          Importing
          {mailbox.lastSyncedAt && (
            <>
              {' '}
              · checked for new mail <Moment at={mailbox.lastSyncedAt} as="short" />
            </>
          )}
        </>
      );
    default:
      return <Live mailbox={mailbox} last={last} now={now} />;
  }
}

function Live({ mailbox, last, now }: { mailbox: Mailbox; last: ReactNode; now: number }) {
  const { nextSyncAt, queued, quarantined } = mailbox;
  const checking = nextSyncAt !== undefined && Date.parse(nextSyncAt) <= now;
  if (!last) return <>Checking for the first time</>;
  return (
    <>
      {queued > 0 ? `Saving ${counted(queued, 'message')}` : 'Up to date'}
      {quarantined > 0 && ` except ${counted(quarantined, 'message')} in quarantine`}, {last}
      {checking && ' · checking now'}
      {nextSyncAt && !checking && (
        <>
          {' '}
          · next check in <Moment at={nextSyncAt} as="left" />
        </>
      )}
    </>
  );
}

/** Up to when nothing is missing, with a button that explains it. */
function Verified({ at }: { at: string | undefined }) {
  return (
    <Text component="div" c="dimmed" fz="xs" mt={2}>
      {at ? (
        <>
          All mail up to <Moment at={at} as="up-to" /> verified
        </>
      ) : (
        'Not verified as complete yet'
      )}
      {' · '}
      <Popover width="min(340px, calc(100vw - 32px))" position="bottom-start" shadow="md" returnFocus>
        <Popover.Target>
          <UnstyledButton className={classes.why}>What does that mean?</UnstyledButton>
        </Popover.Target>
        <Popover.Dropdown>
          <Text fz="sm">
            {at
              ? 'Mailkeep has verified that no message from your senders is missing up to then.'
              : 'Once all mail from your senders is found and saved, this line says up to when nothing is missing.'}{' '}
            Newer mail is saved as soon as Gmail reports it. Gmail's search can lag by up to an hour, so the
            last hour is verified later.
          </Text>
        </Popover.Dropdown>
      </Popover>
    </Text>
  );
}
