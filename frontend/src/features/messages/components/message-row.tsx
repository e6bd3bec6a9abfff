import { UnstyledButton } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { Mark } from '@/components/mark';
import { Moment } from '@/components/moment';
import { UntrustedText } from '@/components/untrusted-text';
import type { Message } from '@/lib/api/types';
import { marksOf } from '../marks';
import classes from './message-row.module.css';

type Props = { message: Message; fresh: boolean; onOpen: () => void };

export function MessageRow({ message, fresh, onOpen }: Props) {
  return (
    <UnstyledButton className={classes.row} data-fresh={fresh || undefined} onClick={onOpen}>
      <span className={classes.sender}>
        {message.fromAnomaly && (
          <IconAlertTriangle size={15} className={classes.warning} role="img" aria-label="Unusual sender" />
        )}
        <span className={classes.cut}>
          <UntrustedText>{message.senderName || message.senderEmail}</UntrustedText>
        </span>
      </span>
      <span className={classes.text}>
        {marksOf(message).map((mark) => (
          <span key={mark} className={classes.mark}>
            <Mark>{mark}</Mark>
          </span>
        ))}
        <span className={classes.subject}>
          <UntrustedText>{message.subject || '(no subject)'}</UntrustedText>
        </span>
        <span className={classes.snippet}>
          <UntrustedText>{message.snippet}</UntrustedText>
        </span>
      </span>
      <span className={classes.time}>
        <Moment at={message.receivedAt} as="list" />
      </span>
    </UnstyledButton>
  );
}
