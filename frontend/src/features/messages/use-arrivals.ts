import { useEffect, useRef, useState } from 'react';
import type { Message } from '@/lib/api/types';

/** Scrolled by less than this, in pixels, a person still sees the top of the list. */
const TOP = 160;

function useAtTop(): boolean {
  const [atTop, setAtTop] = useState(() => window.scrollY < TOP);
  useEffect(() => {
    const onScroll = () => setAtTop(window.scrollY < TOP);
    window.addEventListener('scroll', onScroll, { passive: true });
    return () => window.removeEventListener('scroll', onScroll);
  }, []);
  return atTop;
}

/**
 * Holds back messages that arrive while the person reads further down, because rows must not move under their eyes.
 * `isFresh` says whether a message arrived at the top since the list was opened.
 */
export function useArrivals(messages: Message[], listKey: string) {
  const atTop = useAtTop();
  const known = useRef<{ key: string; ids: Set<string>; newest: number } | undefined>(undefined);
  const fresh = useRef(new Set<string>());

  if (known.current?.key !== listKey) {
    known.current = undefined;
    fresh.current = new Set();
  }
  const newest = known.current?.newest ?? Number.POSITIVE_INFINITY;
  const ids = known.current?.ids;
  const arrived = messages.filter(
    (message) => ids && !ids.has(message.messageId) && Date.parse(message.receivedAt) > newest,
  );
  const held = atTop ? new Set<string>() : new Set(arrived.map((message) => message.messageId));
  if (atTop) for (const message of arrived) fresh.current.add(message.messageId);

  useEffect(() => {
    if (messages.length === 0) return;
    const shown = messages.filter((message) => !held.has(message.messageId));
    known.current = {
      key: listKey,
      ids: new Set(shown.map((message) => message.messageId)),
      newest: Math.max(...shown.map((message) => Date.parse(message.receivedAt))),
    };
  });

  return {
    shown: held.size === 0 ? messages : messages.filter((message) => !held.has(message.messageId)),
    held: held.size,
    isFresh: (message: Message) => fresh.current.has(message.messageId),
  };
}
