import { Box, Container, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useLocation } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import { Brand } from '@/components/brand-mark';
import { ColorSchemeMenu } from '@/components/color-scheme-menu';
import { ConnectionNotice } from '@/components/connection-notice';
import { LiveIndicator } from '@/components/live-indicator';
import { NotificationBell } from '@/features/notifications/components/notification-bell';
import { sessionQuery } from '@/features/session/api/get-session';
import { AccountMenu } from '@/features/session/components/account-menu';
import { LiveUpdates } from '@/lib/live/live-updates';
import classes from './shell.module.css';

export function Shell({ children }: { children: ReactNode }) {
  const { data: session } = useQuery(sessionQuery);
  const user = session?.user;
  const main = useFocusOnNavigation();
  return (
    <LiveUpdates on={user !== undefined}>
      <a href="#main" className="mk-skip">
        Skip to the content
      </a>
      <div className={classes.top}>
        {session?.demo && (
          <Box component="aside" className={classes.demo} aria-label="Demo">
            <strong>Demo:</strong> a simulated Google on this machine. No real account is touched.
          </Box>
        )}
        <header className={classes.header}>
          <Container size="lg" h="100%">
            <Group h="100%" justify="space-between" wrap="nowrap" gap="xs">
              <Link to="/" className={classes.brand} aria-label="Mailkeep, all mailboxes">
                <Brand />
              </Link>
              <Group gap={6} wrap="nowrap">
                <LiveIndicator />
                {user && <NotificationBell />}
                <ColorSchemeMenu />
                {user && <AccountMenu email={user.email} />}
              </Group>
            </Group>
          </Container>
        </header>
      </div>
      <Container component="main" size="lg" id="main" ref={main} tabIndex={-1} className={classes.main}>
        {user && (
          <Box className={classes.connection}>
            <ConnectionNotice />
          </Box>
        )}
        {children}
      </Container>
    </LiveUpdates>
  );
}

/** Moves the focus to a new page, so that a screen reader reads it. Filters and tabs do not move it. */
function useFocusOnNavigation() {
  const { pathname } = useLocation();
  const main = useRef<HTMLDivElement>(null);
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    main.current?.focus({ preventScroll: true });
  }, [pathname]);
  return main;
}
