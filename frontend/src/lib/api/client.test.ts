import { HttpResponse, http } from 'msw';
import { expect, test, vi } from 'vitest';
import { server } from '@/testing/server';
import { api, dataOf, READ_TIMEOUT } from './client';
import { asProblem, Problem } from './problem';

const failure = async (): Promise<Problem> => {
  try {
    await dataOf(api.GET('/api/mailboxes'));
  } catch (error) {
    return asProblem(error);
  }
  throw new Error('it did not fail');
};

test('a problem keeps its slug, its sentence and its next action', async () => {
  server.use(
    http.get('/api/mailboxes', () =>
      HttpResponse.json(
        {
          type: 'urn:mailkeep:problem:operator-fault',
          title: 'Not set up',
          status: 503,
          detail: 'The operator has to fix this.',
          nextAction: { kind: 'retry', label: 'Try again' },
        },
        { status: 503 },
      ),
    ),
  );
  const problem = await failure();
  expect(problem).toBeInstanceOf(Problem);
  expect(problem).toMatchObject({
    slug: 'operator-fault',
    status: 503,
    message: 'The operator has to fix this.',
    nextAction: { kind: 'retry' },
  });
});

test("a proxy's error page becomes a sentence for a person", async () => {
  server.use(http.get('/api/mailboxes', () => HttpResponse.html('<h1>502</h1>', { status: 502 })));
  expect(await failure()).toMatchObject({ slug: 'unreachable', title: "Mailkeep can't be reached" });
});

test('no network becomes the same sentence', async () => {
  server.use(http.get('/api/mailboxes', () => HttpResponse.error()));
  expect(await failure()).toMatchObject({ slug: 'unreachable', status: 0 });
});

test('a read that hangs is aborted', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    let begun = () => {};
    const asked = new Promise<void>((resolve) => {
      begun = resolve;
    });
    server.use(
      http.get('/api/mailboxes', () => {
        begun();
        return new Promise<never>(() => {});
      }),
    );
    const failed = failure();
    await asked;
    vi.advanceTimersByTime(READ_TIMEOUT);
    expect(await failed).toMatchObject({ slug: 'unreachable' });
  } finally {
    vi.useRealTimers();
  }
});

test('a stale token is renewed once and the change is sent again', async () => {
  const tokens: (string | null)[] = [];
  server.use(
    http.get('/api/session', () => {
      // biome-ignore lint/suspicious/noDocumentCookie: this is what the server's Set-Cookie does.
      document.cookie = 'XSRF-TOKEN=fresh; path=/';
      return HttpResponse.json({ demo: false });
    }),
    http.post('/auth/logout', ({ request }) => {
      const token = request.headers.get('X-XSRF-TOKEN');
      tokens.push(token);
      if (token === 'fresh') return new HttpResponse(null, { status: 204 });
      return HttpResponse.json({ type: 'urn:mailkeep:problem:csrf', detail: 'Stale.' }, { status: 403 });
    }),
  );
  await dataOf(api.POST('/auth/logout'));
  expect(tokens).toEqual(['test-token', 'fresh']);
});

test('with https the token is in a cookie of this host only', async () => {
  // biome-ignore lint/suspicious/noDocumentCookie: this is what the server's Set-Cookie does.
  document.cookie = 'XSRF-TOKEN=; path=/; max-age=0';
  vi.spyOn(document, 'cookie', 'get').mockReturnValue('other=1; __Host-XSRF-TOKEN=of-this%20host');
  let token: string | null = null;
  server.use(
    http.post('/auth/logout', ({ request }) => {
      token = request.headers.get('X-XSRF-TOKEN');
      return new HttpResponse(null, { status: 204 });
    }),
  );
  await dataOf(api.POST('/auth/logout'));
  vi.restoreAllMocks();
  expect(token).toBe('of-this host');
});
