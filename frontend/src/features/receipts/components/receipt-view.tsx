import { Anchor, Box, Loader, Stack, Text, Title } from '@mantine/core';
import { IconCircleCheck, IconHandClick } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Moment } from '@/components/moment';
import { ProblemCard } from '@/components/problem-card';
import type { Receipt } from '@/lib/api/types';
import { counted, dateAndTime } from '@/lib/format';
import { isComplete, receiptQuery } from '../api/get-receipt';
import classes from './receipt-view.module.css';

/** The steps of disconnecting a mailbox, each as it happens. */
export function ReceiptView({ id }: { id: string }) {
  const { data, error } = useQuery(receiptQuery(id));
  if (!data) {
    if (error)
      return <ProblemCard error={error} order={1} fallback={{ kind: 'open', label: 'Back', href: '/' }} />;
    return <Loader role="status" aria-label="Loading the receipt" />;
  }
  const complete = isComplete(data);
  return (
    <Box className="mk-surface" p={{ base: 'lg', sm: 32 }} maw={640} mx="auto">
      <Title order={1}>{complete ? 'The mailbox is disconnected' : 'Disconnecting the mailbox…'}</Title>
      <Text c="dimmed" mt={6} role="status">
        {complete
          ? data.byHand
            ? 'One step is left for you. The others are done.'
            : 'Everything below is done. You can close this page.'
          : 'Each step shows here as it happens. You can close this page. The work continues.'}
      </Text>
      <Stack component="ol" className={classes.steps} gap={0} aria-label="Steps">
        <Step done={data.requestedAt} waiting="">
          Requested
        </Step>
        <GrantStep receipt={data} />
        <Step done={data.deletedAt} waiting={waitingForDeletion(data)}>
          {counted(data.messagesDeleted ?? 0, 'saved message')} deleted
        </Step>
        <Step done={data.workflowEnded} waiting="Stopping the background sync…">
          Background sync stopped
        </Step>
      </Stack>
      <Text c="dimmed" fz="xs" mt="lg" className="mk-break">
        Receipt {data.id}, requested on {dateAndTime(data.requestedAt)}
      </Text>
    </Box>
  );
}

function GrantStep({ receipt }: { receipt: Receipt }) {
  if (receipt.grantKept)
    return (
      <Step done={receipt.requestedAt} waiting="">
        Access at Google kept: another mailbox here still uses the same permission
      </Step>
    );
  if (receipt.byHand === 'NOT_POSSIBLE')
    return (
      <li className={classes.step}>
        <IconHandClick
          size={22}
          stroke={1.8}
          className={classes.byHand}
          role="img"
          aria-label="Left for you"
        />
        <div className={classes.text}>
          <Text fz="sm" fw={560}>
            Remove the access at Google yourself
          </Text>
          <Text fz="xs" c="dimmed">
            Mailkeep has no token left to revoke it with. Remove it at <GooglePermissions />.
          </Text>
        </div>
      </li>
    );
  return (
    <Step
      done={receipt.revokedAtGoogle}
      waiting="Revoking the access at Google…"
      hint={
        receipt.byHand && (
          <>
            Mailkeep couldn't reach Google yet and keeps trying for seven days. To end the access now, remove
            it at <GooglePermissions />.
          </>
        )
      }
    >
      Access revoked at Google
    </Step>
  );
}

function GooglePermissions() {
  return (
    <Anchor href="https://myaccount.google.com/permissions" target="_blank" rel="noreferrer" inherit>
      myaccount.google.com/permissions
    </Anchor>
  );
}

function waitingForDeletion({ messagesDeleted }: Receipt): string {
  return messagesDeleted
    ? `Deleting: ${counted(messagesDeleted, 'message')} so far…`
    : 'Deleting the saved mail…';
}

function Step({
  done,
  waiting,
  hint,
  children,
}: {
  done: string | undefined;
  waiting: string;
  /** Shown while the step is in progress. */
  hint?: ReactNode;
  children: ReactNode;
}) {
  return (
    <li className={classes.step}>
      {done ? (
        <IconCircleCheck size={22} stroke={1.8} className={classes.done} role="img" aria-label="Done" />
      ) : (
        <Loader size={18} m={2} role="img" aria-label="In progress" />
      )}
      <div className={classes.text}>
        <Text fz="sm" fw={done ? 560 : 400}>
          {done ? children : waiting}
        </Text>
        {(done || hint) && (
          <Text fz="xs" c="dimmed">
            {done ? <Moment at={done} /> : hint}
          </Text>
        )}
      </div>
    </li>
  );
}
