import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  type RouterHistory,
} from '@tanstack/react-router';
import type { CallbackRequest } from '@/lib/api/types';
import { mailboxSearch } from './mailbox-search';
import { CallbackPage } from './pages/callback-page';
import { CrashPage } from './pages/crash-page';
import { HomePage } from './pages/home-page';
import { NotFoundPage } from './pages/not-found-page';
import { Shell } from './shell';

type Context = {
  client: QueryClient;
  /** Google's answer, taken from the address before anything else ran. */
  answer: CallbackRequest | undefined;
};

const root = createRootRouteWithContext<Context>()({
  component: () => (
    <Shell>
      <Outlet />
    </Shell>
  ),
  errorComponent: CrashPage,
  notFoundComponent: NotFoundPage,
});

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  // `?all` shows the list even if there is only one mailbox.
  validateSearch: (search: Record<string, unknown>): { all?: boolean } =>
    search.all === true ? { all: true } : {},
  component: HomePage,
});
const callback = createRoute({ getParentRoute: () => root, path: '/auth/callback', component: CallbackPage });
const mailbox = createRoute({
  getParentRoute: () => root,
  path: '/mailboxes/$id',
  validateSearch: mailboxSearch,
  component: lazyRouteComponent(() => import('./pages/mailbox-page'), 'MailboxPage'),
});
const receipt = createRoute({
  getParentRoute: () => root,
  path: '/receipts/$id',
  component: lazyRouteComponent(() => import('./pages/receipt-page'), 'ReceiptPage'),
});

const goodbye = createRoute({
  getParentRoute: () => root,
  path: '/goodbye',
  component: lazyRouteComponent(() => import('./pages/goodbye-page'), 'GoodbyePage'),
});

const routeTree = root.addChildren([home, callback, mailbox, receipt, goodbye]);

export function createAppRouter({ history, ...context }: Context & { history: RouterHistory }) {
  return createRouter({
    routeTree,
    history,
    context,
    defaultErrorComponent: CrashPage,
    defaultNotFoundComponent: NotFoundPage,
    scrollRestoration: true,
  });
}

export type AppRouter = ReturnType<typeof createAppRouter>;

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** The history entry before this one is the list that the message was opened from. */
    openedHere?: boolean;
  }
  interface Register {
    router: AppRouter;
  }
}
