import { Box, Drawer, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import { type ReactNode, useRef } from 'react';
import { Mark } from '@/components/mark';
import { Notice } from '@/components/notice';
import type { Message } from '@/lib/api/types';
import { bytes, dateAndTime, fullDate } from '@/lib/format';
import { marksOf } from '../marks';
import classes from './message-detail.module.css';

/** Everything that is stored of one message. All of it is text from strangers and is shown as text only. */
export function MessageDetail({ message, onClose }: { message: Message | undefined; onClose: () => void }) {
  // The drawer slides away with what it showed.
  const last = useRef(message);
  if (message) last.current = message;
  const shown = message ?? last.current;
  return (
    <Drawer opened={message !== undefined} onClose={onClose} position="right" size="lg" title="Message">
      {shown && <Detail message={shown} />}
    </Drawer>
  );
}

function Detail({ message }: { message: Message }) {
  const marks = marksOf(message);
  return (
    <Stack gap="lg">
      <Box>
        <Text component="h3" fz="lg" fw={640} lh={1.35} className="mk-break">
          {message.subject || '(no subject)'}
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
          It names several people, appears more than once, or breaks the rules so that the sender had to be
          guessed. Compare the raw header below with the sender you expect.
        </Notice>
      )}
      <Text className={`${classes.snippet} mk-break`}>{message.snippet || 'Gmail gave no snippet.'}</Text>
      <dl className={classes.fields}>
        <Field name="Kept for">{message.senderEmail}</Field>
        <Field name="From" raw>
          {message.from}
        </Field>
        <Field name="To" raw>
          {message.to}
        </Field>
        <Field name="Cc" raw>
          {message.cc}
        </Field>
        <Field name="Received">
          <Instant at={message.receivedAt} />
        </Field>
        <Field name="Date header" raw>
          {message.sentDate}
        </Field>
        <Field name="Stored">
          <Instant at={message.processedAt} />
        </Field>
        {message.deletedAt && (
          <Field name="Deleted at Gmail">
            <Instant at={message.deletedAt} />
          </Field>
        )}
        <Field name="Labels">{message.labels.join(', ')}</Field>
        <Field name="Size">{bytes(message.sizeBytes)}</Field>
        <Field name="Message id" raw>
          {message.messageId}
        </Field>
        <Field name="Thread id" raw>
          {message.threadId}
        </Field>
        <Field name="Authentication" raw>
          {message.authentication}
        </Field>
      </dl>
      <Notice tone="calm" icon={IconInfoCircle} title="A From can be forged">
        Anyone can write any name and address into it. The authentication results are what Gmail found out
        about this message; where they do not say “pass”, do not rely on the sender.
      </Notice>
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

function Field({ name, raw, children }: { name: string; raw?: boolean; children: ReactNode }) {
  return (
    <div className={classes.field}>
      <dt>{name}</dt>
      <dd data-raw={raw}>{children || <span className={classes.none}>not present</span>}</dd>
    </div>
  );
}
