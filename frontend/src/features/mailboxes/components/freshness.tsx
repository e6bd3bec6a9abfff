import { Popover, Text, UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import { Moment } from '@/components/moment';
import type { Mailbox } from '@/lib/api/types';
import { clockOf, counted } from '@/lib/format';
import { useNow } from '@/lib/use-now';
import { type Standing, standingOf } from '../standing';
import classes from './freshness.module.css';

type Props = {
  mailbox: Mailbox;
  /** Since when the server has not said how the mailbox stands, in milliseconds; undefined while it does. */
  unknownSince: number | undefined;
};

/** Whether the mailbox is up to date, and below it up to when that is proved. */
export function Freshness({ mailbox, unknownSince }: Props) {
  const now = useNow();
  if (unknownSince !== undefined) {
    return <Line>Mailkeep hasn't answered since {clockOf(unknownSince)}. What you see was true then.</Line>;
  }
  if (mailbox.senders.length === 0) {
    return <Line>Connected. No senders are chosen yet, so nothing is read.</Line>;
  }
  return (
    <>
      <Line>
        <Checked mailbox={mailbox} standing={standingOf(mailbox, now, true)} now={now} />
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

function Checked({ mailbox, standing, now }: { mailbox: Mailbox; standing: Standing; now: number }) {
  const last = mailbox.lastSyncedAt && (
    <>
      checked <Moment at={mailbox.lastSyncedAt} as="short" />
    </>
  );
  const lastly = last && <> · last {last}</>;
  switch (standing) {
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
          The check that was due
          {mailbox.nextSyncAt && (
            <>
              {' '}
              at <Moment at={mailbox.nextSyncAt} as="clock" />
            </>
          )}{' '}
          hasn't ended yet. Mailkeep keeps trying{lastly}
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
      return <>Importing{last && <>, new mail {last}</>}</>;
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
      {quarantined > 0 && ` except ${counted(quarantined, 'message')} set aside`}, {last}
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

/** What is proved, which is less than what is known; the explanation is a press away. */
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
              ? 'Up to then it is proved that no message of your senders is missing.'
              : 'Once everything that your senders wrote is found and saved, this says up to when nothing is missing.'}{' '}
            Newer mail is saved as soon as it is seen. Gmail's own search can lag behind by up to an hour, so
            the proof for the last hour follows later.
          </Text>
        </Popover.Dropdown>
      </Popover>
    </Text>
  );
}
