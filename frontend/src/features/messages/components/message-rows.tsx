import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Message } from '@/lib/api/types';
import { MessageRow } from './message-row';
import classes from './message-rows.module.css';

type Props = {
  messages: Message[];
  complete: boolean;
  isFresh: (message: Message) => boolean;
  onOpen: (message: Message) => void;
  onEnd: () => void;
};

/** The rows near the window; a mailbox may have a hundred thousand. */
export function MessageRows({ messages, complete, isFresh, onOpen, onEnd }: Props) {
  const list = useRef<HTMLUListElement>(null);
  const [top, setTop] = useState(0);
  // What stands above the list comes and goes: the banner, the import card.
  useLayoutEffect(() => {
    const measure = () => {
      if (list.current) setTop(list.current.getBoundingClientRect().top + window.scrollY);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, []);

  const rows = useWindowVirtualizer({
    count: messages.length,
    estimateSize: () => (window.innerWidth < 768 ? 90 : 45),
    overscan: 12,
    scrollMargin: top,
    getItemKey: (index) => messages[index]?.messageId ?? index,
  });
  const visible = rows.getVirtualItems();
  const last = visible.at(-1)?.index ?? 0;

  useEffect(() => {
    if (last >= messages.length - 8) onEnd();
  }, [last, messages.length, onEnd]);

  return (
    <ul ref={list} aria-label="Messages" className={classes.list} style={{ height: rows.getTotalSize() }}>
      {visible.map((row) => {
        const message = messages[row.index];
        return (
          message && (
            <li
              key={row.key}
              ref={rows.measureElement}
              data-index={row.index}
              aria-setsize={complete ? messages.length : -1}
              aria-posinset={row.index + 1}
              className={classes.item}
              style={{ transform: `translateY(${row.start - top}px)` }}
            >
              <MessageRow message={message} fresh={isFresh(message)} onOpen={() => onOpen(message)} />
            </li>
          )
        );
      })}
    </ul>
  );
}
