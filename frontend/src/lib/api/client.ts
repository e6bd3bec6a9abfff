import createClient from 'openapi-fetch';
import { connection } from './connection';
import { asProblem, problemOf, unreachable } from './problem';
import type { paths } from './schema';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** How long the page waits for what is only read, in milliseconds; a server that hangs closes no connection. */
export const PATIENCE = 20_000;

/** Asks, and takes note of whether Mailkeep answers: an error page of a proxy is no answer. */
async function ask(request: Request): Promise<Response> {
  const controller = new AbortController();
  const timer = SAFE.has(request.method) ? setTimeout(() => controller.abort(), PATIENCE) : undefined;
  try {
    const response = await fetch(request, { signal: controller.signal });
    const ofProxy = response.status > 500 && !response.headers.get('content-type')?.includes('json');
    if (ofProxy) connection.lost();
    else connection.answered();
    return response;
  } catch {
    connection.lost();
    throw unreachable();
  } finally {
    clearTimeout(timer);
  }
}

function xsrfToken(): string | undefined {
  const cookie = document.cookie.split('; ').find((part) => /^(__Host-)?XSRF-TOKEN=/.test(part));
  return cookie && decodeURIComponent(cookie.slice(cookie.indexOf('=') + 1));
}

async function send(request: Request): Promise<Response> {
  if (SAFE.has(request.method)) return ask(request);
  // Reading the session is what sets the cookie.
  if (!xsrfToken()) await ask(session());
  const retry = request.clone();
  const response = await ask(withToken(request));
  if (response.status !== 403 || !(await refusedToken(response))) return response;
  // The token rotates with the session, for instance after signing in from another tab.
  await ask(session());
  return ask(withToken(retry));
}

const session = () => new Request(new URL('/api/session', window.location.origin));

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

/** What was read, and the tag by which a change says what it was made from. */
export type Tagged<T> = { data: T; etag: string | undefined };

/** The data of an answer with its tag; anything but success is thrown as a Problem. */
export async function taggedOf<T>(
  answer: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<Tagged<T>> {
  let etag: string | undefined;
  const noted = answer.then((each) => {
    etag = each.response.headers.get('etag') ?? undefined;
    return each;
  });
  return { data: await dataOf(noted), etag };
}

/** The header that goes with a change, where it is known what the change was made from. */
export const ifMatch = (etag: string | undefined) => (etag ? { 'If-Match': etag } : {});

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
