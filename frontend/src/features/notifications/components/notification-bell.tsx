import { ActionIcon, Box, Indicator, Popover, ScrollArea, Text } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toastProblem } from '@/components/toast';
import { keys } from '@/lib/api/keys';
import { count } from '@/lib/format';
import { usePollInterval } from '@/lib/live/live-updates';
import { notificationsQuery } from '../api/list-notifications';
import { markRead } from '../api/mark-read';
import { useToastNew } from '../use-toast-new';
import classes from './notification-bell.module.css';
import { NotificationItem } from './notification-item';

export function NotificationBell() {
  const [opened, setOpened] = useState(false);
  const client = useQueryClient();
  const { data } = useQuery({ ...notificationsQuery, refetchInterval: usePollInterval() });
  const read = useMutation({
    mutationFn: (ids: string[]) => Promise.all(ids.map(markRead)),
    onError: toastProblem,
    onSettled: () => client.invalidateQueries({ queryKey: keys.notifications }),
  });
  useToastNew(data);

  const unread = (data ?? []).filter((notification) => !notification.readAt);
  const label = unread.length > 0 ? `Notifications, ${count(unread.length)} unread` : 'Notifications';
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      width="min(380px, calc(100vw - 24px))"
      shadow="md"
      trapFocus
      returnFocus
    >
      <Indicator
        label={unread.length > 9 ? '9+' : unread.length}
        size={17}
        offset={6}
        disabled={unread.length === 0}
      >
        <Popover.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            c="dimmed"
            size={36}
            aria-label={label}
            onClick={() => setOpened((open) => !open)}
          >
            <IconBell size={19} stroke={1.7} aria-hidden="true" />
          </ActionIcon>
        </Popover.Target>
      </Indicator>
      <Popover.Dropdown p={0} aria-label="Notifications" className={classes.dropdown}>
        <Box className={classes.head}>
          <Text component="h2" fz="sm" fw={620}>
            Notifications
          </Text>
          {unread.length > 0 && (
            <button
              type="button"
              className={classes.all}
              onClick={() => read.mutate(unread.map((each) => each.id))}
            >
              Mark all as read
            </button>
          )}
        </Box>
        {!data || data.length === 0 ? (
          <Text c="dimmed" fz="sm" p="lg" ta="center">
            No notifications. We'll tell you here if a mailbox needs attention.
          </Text>
        ) : (
          <ScrollArea.Autosize mah={420} type="auto" viewportProps={{ tabIndex: 0 }}>
            <ul className={classes.list}>
              {data.map((notification) => (
                <NotificationItem
                  key={notification.id}
                  notification={notification}
                  onRead={() => read.mutate([notification.id])}
                  onLeave={() => setOpened(false)}
                />
              ))}
            </ul>
          </ScrollArea.Autosize>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
