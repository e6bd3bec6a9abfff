import type { QueryClient } from '@tanstack/react-query';
import { keys } from '@/lib/api/keys';
import { throttled } from './throttle';

/** Mail may arrive hundreds of times a second during an import. The page refreshes twice a second at most. */
export const REFRESH_INTERVAL = 500;

export type HintName = 'mailbox' | 'message' | 'notification';

/** Reads again what the server's hints name. */
export function hintReceiver(client: QueryClient) {
  const pending = new Map<string, ReturnType<typeof throttled>>();

  const soon = (name: string, action: () => void) => {
    let entry = pending.get(name);
    if (!entry) {
      entry = throttled(action, REFRESH_INTERVAL);
      pending.set(name, entry);
    }
    entry.call();
  };
  const invalidate = (queryKey: readonly unknown[]) => {
    void client.invalidateQueries({ queryKey });
  };
  const mailbox = (id: string) =>
    soon(`mailbox ${id}`, () => {
      invalidate(keys.mailboxState(id));
      invalidate(keys.syncLog(id));
      invalidate(keys.quarantine(id));
      invalidate(keys.mailboxes);
    });

  return {
    receive(name: HintName, data: string) {
      const id = mailboxIdIn(data);
      if (name === 'notification') soon(name, () => invalidate(keys.notifications));
      if (name === 'mailbox' && id) mailbox(id);
      if (name === 'message' && id) {
        soon(`message ${id}`, () => invalidate(keys.messages(id)));
        mailbox(id);
      }
    },
    /** Any hint may have been missed during a gap, so everything is read again. */
    receiveEverything() {
      void client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'callback' });
    },
    stop() {
      for (const entry of pending.values()) entry.cancel();
      pending.clear();
    },
  };
}

function mailboxIdIn(data: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(data);
    if (typeof parsed === 'object' && parsed !== null && 'mailboxId' in parsed) {
      return typeof parsed.mailboxId === 'string' ? parsed.mailboxId : undefined;
    }
  } catch {
    // An unreadable hint is ignored. Polling brings the change.
  }
  return undefined;
}
