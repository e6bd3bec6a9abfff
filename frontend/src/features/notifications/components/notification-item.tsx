import { Button, Group, Text, VisuallyHidden } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Moment } from '@/components/moment';
import { NextActionButton } from '@/components/next-action-button';
import type { Notification } from '@/lib/api/types';
import { isGoodNews } from '../is-good-news';
import classes from './notification-bell.module.css';

type Props = { notification: Notification; onRead: () => void; onLeave: () => void };

export function NotificationItem({ notification, onRead, onLeave }: Props) {
  const { kind, mailboxId, nextAction, readAt } = notification;
  return (
    <li
      className={classes.item}
      data-unread={!readAt || undefined}
      data-tone={isGoodNews(kind) ? 'good' : 'bad'}
    >
      <Text fz="sm" fw={readAt ? 500 : 620}>
        {!readAt && <VisuallyHidden>Unread: </VisuallyHidden>}
        {notification.title}
      </Text>
      <Text fz="sm" c="dimmed" className="mk-break">
        {notification.body}
      </Text>
      <Text fz="xs" c="dimmed" mt={4}>
        <Moment at={notification.createdAt} />
      </Text>
      <Group gap="xs" mt="xs">
        {nextAction ? (
          <NextActionButton action={nextAction} mailboxId={mailboxId} size="compact-sm" />
        ) : (
          mailboxId && (
            <Button
              component={Link}
              to={`/mailboxes/${encodeURIComponent(mailboxId)}`}
              variant="default"
              size="compact-sm"
              onClick={onLeave}
            >
              Open mailbox
            </Button>
          )
        )}
        {!readAt && (
          <Button variant="subtle" size="compact-sm" onClick={onRead}>
            Mark as read
          </Button>
        )}
      </Group>
    </li>
  );
}
