import type { InfiniteData } from '@tanstack/react-query';
import type { Message, MessagePage } from '@/lib/api/types';

export type Pages = InfiniteData<MessagePage, string | undefined>;

/**
 * Puts a fresh first page (and, at the end of the list, a fresh last page) into the pages that were scrolled through, so
 * that arriving mail costs one or two requests and not one per page. Returns undefined if the fresh page does not overlap
 * the old one: more mail arrived than fits on a page, and the list has to be read again.
 */
export function mergePages(old: Pages, head: MessagePage, tail?: MessagePage): Pages | undefined {
  const [first, ...rest] = old.pages;
  if (!first) return undefined;
  const known = new Set(first.items.map((item) => item.messageId));
  const touches = first.items.length === 0 || head.items.some((item) => known.has(item.messageId));
  if (!touches) return undefined;
  // The old page was the whole list: only the fresh one knows whether more follows.
  const nextCursor = rest.length === 0 && !first.nextCursor ? head.nextCursor : first.nextCursor;
  const pages = [page(union(head.items, first.items), nextCursor), ...rest];
  if (tail && rest.length > 0) pages[pages.length - 1] = tail;
  return { pages, pageParams: old.pageParams };
}

function page(items: Message[], nextCursor: string | undefined): MessagePage {
  return nextCursor ? { items, nextCursor } : { items };
}

/** Newest first, each message once. The first list wins. */
function union(fresh: Message[], old: Message[]): Message[] {
  const byId = new Map<string, Message>();
  for (const message of [...fresh, ...old]) {
    if (!byId.has(message.messageId)) byId.set(message.messageId, message);
  }
  return [...byId.values()].sort((a, b) => Date.parse(b.receivedAt) - Date.parse(a.receivedAt));
}

/** All pages as one list. A message that moved between two pages appears once. */
export function flatten(pages: { pages: MessagePage[] } | undefined): Message[] {
  const seen = new Set<string>();
  const all: Message[] = [];
  for (const { items } of pages?.pages ?? []) {
    for (const item of items) {
      if (seen.has(item.messageId)) continue;
      seen.add(item.messageId);
      all.push(item);
    }
  }
  return all;
}
