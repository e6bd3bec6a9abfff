import { Box, Center, Drawer, Group, Loader, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconInfoCircle, IconMailOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useRef } from 'react';
import { EmptyState } from '@/components/empty-state';
import { Mark } from '@/components/mark';
import { Notice } from '@/components/notice';
import { ProblemCard } from '@/components/problem-card';
import { UntrustedText } from '@/components/untrusted-text';
import { asProblem } from '@/lib/api/problem';
import type { Message } from '@/lib/api/types';
import { bytes, dateAndTime, fullDate } from '@/lib/format';
import { messageQuery } from '../api/get-message';
import { isSenderVerified } from '../authentication';
import { marksOf } from '../marks';
import classes from './message-detail.module.css';

type Props = {
  mailboxId: string;
  /** The message to show. Without one the drawer is closed. */
  messageId: string | undefined;
  /** The same message, if it is in the list. */
  listed: Message | undefined;
  onClose: () => void;
};

/** Everything that is stored about one message. All of it comes from the sender and is shown as text only. */
export function MessageDetail({ mailboxId, messageId, listed, onClose }: Props) {
  // A link may name a message far down the list, or one that the filters exclude.
  const asked = useQuery({
    ...messageQuery(mailboxId, messageId ?? ''),
    enabled: messageId !== undefined && listed === undefined,
  });
  const message = listed ?? (messageId === undefined ? undefined : asked.data);
  // The drawer keeps its content while it slides away.
  const last = useRef(message);
  if (message) last.current = message;
  const shown = message ?? (messageId === undefined ? last.current : undefined);
  return (
    <Drawer opened={messageId !== undefined} onClose={onClose} position="right" size="lg" title="Message">
      {shown ? (
        <Detail message={shown} />
      ) : (
        <Missing error={asked.error} onRetry={() => void asked.refetch()} />
      )}
    </Drawer>
  );
}

function Missing({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  if (!error) {
    return (
      <Center py={80}>
        <Loader type="dots" role="status" aria-label="Loading the message" />
      </Center>
    );
  }
  if (asProblem(error).status !== 404) return <ProblemCard error={error} onRetry={onRetry} />;
  return (
    <EmptyState icon={IconMailOff} title="This message isn't here">
      It may have been deleted when its sender was removed, or the link belongs to another mailbox.
    </EmptyState>
  );
}

function Detail({ message }: { message: Message }) {
  const marks = marksOf(message);
  return (
    <Stack gap="lg">
      <Box>
        <Text component="h3" fz="lg" fw={640} lh={1.35} className="mk-break">
          <UntrustedText>{message.subject || '(no subject)'}</UntrustedText>
        </Text>
        {marks.length > 0 && (
          <Group gap={6} mt="xs">
            {marks.map((mark) => (
              <Mark key={mark}>{mark}</Mark>
            ))}
          </Group>
        )}
      </Box>
      {message.fromAnomaly && (
        <Notice tone="warn" icon={IconAlertTriangle} title="The From header of this message is unusual">
          It names several people, appears more than once, or is malformed, so Mailkeep had to guess the
          sender. Compare the raw header below with the sender you expect.
        </Notice>
      )}
      <Text className={`${classes.snippet} mk-break`}>
        <UntrustedText>{message.snippet || 'No preview'}</UntrustedText>
      </Text>
      <dl className={classes.fields}>
        <Field name="Matched sender" text={message.senderEmail} />
        <Field name="From" raw text={message.from} />
        <Field name="To" raw text={message.to} />
        <Field name="Cc" raw text={message.cc} />
        <Field name="Received">
          <Instant at={message.receivedAt} />
        </Field>
        <Field name="Date header" raw text={message.sentDate} />
        <Field name="Saved">
          <Instant at={message.processedAt} />
        </Field>
        {message.deletedAt && (
          <Field name="Deleted at Gmail">
            <Instant at={message.deletedAt} />
          </Field>
        )}
        <Field name="Labels" text={message.labels.join(', ')} />
        <Field name="Size" text={bytes(message.sizeBytes)} />
        <Field name="Message id" raw text={message.messageId} />
        <Field name="Thread id" raw text={message.threadId} />
        <Field name="Authentication" raw text={message.authentication} />
      </dl>
      {!isSenderVerified(message) && (
        <Notice tone="calm" icon={IconInfoCircle} title="Sender not verified by Gmail">
          Anyone can write any name and address into a From header. Don't rely on the sender of this message.
        </Notice>
      )}
    </Stack>
  );
}

function Instant({ at }: { at: string }) {
  return (
    <time dateTime={at} title={fullDate(at)}>
      {dateAndTime(at)}
    </time>
  );
}

type FieldProps = { name: string; raw?: boolean; text?: string | undefined; children?: ReactNode };

/** A line of the table. A missing header has none. */
function Field({ name, raw, text, children }: FieldProps) {
  if (!text && !children) return null;
  return (
    <div className={classes.field}>
      <dt>{name}</dt>
      <dd data-raw={raw}>{text ? <UntrustedText>{text}</UntrustedText> : children}</dd>
    </div>
  );
}
