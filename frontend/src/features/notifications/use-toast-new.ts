import { notifications as toasts } from '@mantine/notifications';
import { useEffect, useRef } from 'react';
import type { Notification } from '@/lib/api/types';
import { isGoodNews } from './is-good-news';

/** Shows notifications that arrive while the page is open. Earlier ones wait in the bell. */
export function useToastNew(list: Notification[] | undefined): void {
  const known = useRef<Set<string> | undefined>(undefined);
  useEffect(() => {
    if (!list) return;
    const before = known.current;
    known.current = new Set(list.map((notification) => notification.id));
    if (!before) return;
    for (const { id, kind, title, body, readAt } of list) {
      const color = isGoodNews(kind) ? 'pine' : 'red';
      if (!before.has(id) && !readAt) toasts.show({ id, title, message: body, color, autoClose: 12_000 });
    }
  }, [list]);
}
