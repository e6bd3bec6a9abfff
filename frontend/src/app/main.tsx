import '@fontsource-variable/inter/wght.css';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './app.css';
import { createBrowserHistory } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { takeAnswer } from '@/features/connect/take-answer';
import { shareCspNonce } from '@/lib/csp-nonce';
import { App } from './app';
import { createQueryClient } from './query-client';
import { createAppRouter } from './router';

shareCspNonce();

// The browser may restore this page from its cache after the session has ended.
window.addEventListener('pageshow', (event) => {
  if (event.persisted) window.location.reload();
});

const answer = takeAnswer();
const client = createQueryClient();
const router = createAppRouter({ client, answer, history: createBrowserHistory() });
const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <App client={client} router={router} />
  </StrictMode>,
);
