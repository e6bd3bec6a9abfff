import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, use, useEffect, useState } from 'react';
import { keys } from '@/lib/api/keys';
import { type HintName, hintReceiver } from './hints';

export type LiveState = 'off' | 'connecting' | 'live' | 'reconnecting';

/** The state of the live connection. `since`: when it was lost, in milliseconds. */
type Live = { state: LiveState; since?: number };

const OFF: Live = { state: 'off' };
const LiveContext = createContext<Live>(OFF);

const HINTS: HintName[] = ['mailbox', 'message', 'notification'];
const RETRY_AFTER = 5000;

/** Listens to /api/events while `on` and the tab is visible. */
export function LiveUpdates({ on, children }: { on: boolean; children: ReactNode }) {
  const client = useQueryClient();
  const [live, setLive] = useState<Live>(OFF);

  useEffect(() => {
    if (!on) return;
    const hints = hintReceiver(client);
    let source: EventSource | undefined;
    let retry: ReturnType<typeof setTimeout> | undefined;
    let gap = false;
    let lostAt: number | undefined;

    const open = () => {
      clearTimeout(retry);
      source?.close();
      setLive(gap ? { state: 'reconnecting', since: lostAt } : { state: 'connecting' });
      source = new EventSource('/api/events');
      source.onopen = () => {
        setLive({ state: 'live' });
        if (gap) hints.receiveEverything();
        gap = false;
        lostAt = undefined;
      };
      source.onerror = () => {
        gap = true;
        lostAt ??= Date.now();
        setLive({ state: 'reconnecting', since: lostAt });
        // Did only the stream end, or the session, or the whole server? This request tells.
        void client.invalidateQueries({ queryKey: keys.session });
        // The browser reconnects by itself, unless the answer was an error page.
        if (source?.readyState === EventSource.CLOSED) retry = setTimeout(open, RETRY_AFTER);
      };
      for (const name of HINTS) {
        source.addEventListener(name, (event) => hints.receive(name, (event as MessageEvent<string>).data));
      }
    };
    const close = () => {
      clearTimeout(retry);
      source?.close();
      source = undefined;
      gap = true;
    };
    // Browsers open six connections to a host with HTTP/1.1. Tabs in the background must not use them up.
    const onVisibility = () => (document.hidden ? close() : open());

    if (!document.hidden) open();
    document.addEventListener('visibilitychange', onVisibility);
    return () => {
      document.removeEventListener('visibilitychange', onVisibility);
      close();
      hints.stop();
      setLive(OFF);
    };
  }, [client, on]);

  return <LiveContext value={on ? live : OFF}>{children}</LiveContext>;
}

export const useLiveState = () => use(LiveContext);

/** How often a list polls, in milliseconds: rarely while hints arrive, every 15 seconds while they do not. */
export function usePollInterval(): number {
  return use(LiveContext).state === 'live' ? 60_000 : 15_000;
}
