import createClient from 'openapi-fetch';
import { asProblem, problemOf } from './problem';
import type { paths } from './schema';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

function xsrfToken(): string | undefined {
  const cookie = document.cookie.split('; ').find((part) => /^(__Host-)?XSRF-TOKEN=/.test(part));
  return cookie && decodeURIComponent(cookie.slice(cookie.indexOf('=') + 1));
}

async function send(request: Request): Promise<Response> {
  if (SAFE.has(request.method)) return fetch(request);
  // Reading the session is what sets the cookie.
  if (!xsrfToken()) await fetch('/api/session');
  const retry = request.clone();
  const response = await fetch(withToken(request));
  if (response.status !== 403 || !(await refusedToken(response))) return response;
  // The token rotates with the session, for instance after signing in from another tab.
  await fetch('/api/session');
  return fetch(withToken(retry));
}

function withToken(request: Request): Request {
  const token = xsrfToken();
  if (token) request.headers.set('X-XSRF-TOKEN', token);
  return request;
}

async function refusedToken(response: Response): Promise<boolean> {
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => undefined);
  return problemOf(body, response.status).slug === 'csrf';
}

// openapi-fetch keeps the fetch that it finds when it is made; the arrow finds the one of the moment.
export const api = createClient<paths>({
  baseUrl: window.location.origin,
  fetch: (request) => send(request),
});

/** The data of an answer; anything but success is thrown as a Problem. */
export async function dataOf<T>(
  answer: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<T> {
  const { data, error, response } = await answer.catch((cause: unknown) => {
    throw asProblem(cause);
  });
  if (!response.ok) throw problemOf(error, response.status);
  return data as T;
}
