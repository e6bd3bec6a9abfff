import { useEffect, useRef, useState } from 'react';
import type { Message } from '@/lib/api/types';

/** How far down a person may be and still count as looking at the top. */
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
 * Splits what is shown from what arrived while the person was reading further down: rows must not move under their
 * eyes. `fresh` are the ids that arrived at the top since the list was opened.
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
