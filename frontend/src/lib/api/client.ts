import createClient from 'openapi-fetch';
import { connection } from './connection';
import { asProblem, problemOf, unreachable } from './problem';
import type { paths } from './schema';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** How long the page waits for a read, in milliseconds. A server that hangs never closes the connection. */
export const READ_TIMEOUT = 20_000;

/** Sends one request and notes whether Mailkeep answers. A proxy's error page is not an answer. */
async function fetchOnce(request: Request): Promise<Response> {
  const controller = new AbortController();
  const timer = SAFE.has(request.method) ? setTimeout(() => controller.abort(), READ_TIMEOUT) : undefined;
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
  if (SAFE.has(request.method)) return fetchOnce(request);
  // Reading the session sets the cookie.
  if (!xsrfToken()) await fetchOnce(session());
  const retry = request.clone();
  const response = await fetchOnce(withToken(request));
  if (response.status !== 403 || !(await refusedToken(response))) return response;
  // The token changes with the session, for instance after signing in from another tab.
  await fetchOnce(session());
  return fetchOnce(withToken(retry));
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

// openapi-fetch keeps the fetch that it finds when the client is made. The arrow function always uses the present one.
export const api = createClient<paths>({
  baseUrl: window.location.origin,
  fetch: (request) => send(request),
});

/** Data, and the tag that a change of it sends as If-Match. */
export type Tagged<T> = { data: T; etag: string | undefined };

/** The data of an answer with its tag. Throws a Problem unless the answer is a success. */
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

/** The If-Match header of a change, if the tag is known. */
export const ifMatch = (etag: string | undefined) => (etag ? { 'If-Match': etag } : {});

/** The data of an answer. Throws a Problem unless the answer is a success. */
export async function dataOf<T>(
  answer: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<T> {
  const { data, error, response } = await answer.catch((cause: unknown) => {
    throw asProblem(cause);
  });
  if (!response.ok) throw problemOf(error, response.status);
  return data as T;
}
