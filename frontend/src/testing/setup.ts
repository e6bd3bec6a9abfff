import '@testing-library/jest-dom/vitest';
import { notifications } from '@mantine/notifications';
import { cleanup, configure } from '@testing-library/react';
import { afterAll, afterEach, beforeAll, beforeEach, vi } from 'vitest';
import { FakeEventSource } from './fake-event-source';
import { server } from './server';

configure({
  asyncUtilTimeout: 8000,
  // The whole page says less than the sentence.
  getElementError: (message) => new Error(message ?? undefined),
});

// jsdom has no layout, so it has none of these.
window.matchMedia = (query) =>
  ({
    matches: false,
    media: query,
    onchange: null,
    addEventListener: () => {},
    removeEventListener: () => {},
    addListener: () => {},
    removeListener: () => {},
    dispatchEvent: () => false,
  }) satisfies MediaQueryList;
window.ResizeObserver = class {
  observe() {}
  unobserve() {}
  disconnect() {}
};
window.scrollTo = () => {};
HTMLCanvasElement.prototype.getContext = () => null;
Element.prototype.scrollIntoView = () => {};
vi.stubGlobal('EventSource', FakeEventSource);

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
beforeEach(() => {
  // biome-ignore lint/suspicious/noDocumentCookie: it is the server that sets it otherwise.
  document.cookie = 'XSRF-TOKEN=test-token; path=/';
  window.localStorage.clear();
});
afterEach(() => {
  cleanup();
  notifications.clean();
  FakeEventSource.all = [];
  server.resetHandlers();
});
afterAll(() => server.close());
