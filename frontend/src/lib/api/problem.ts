import type { NextAction, ProblemDocument } from './types';

/** A problem document of the server (RFC 9457), or a stand-in when the server sent none. */
export class Problem extends Error {
  readonly slug: string;
  readonly title: string;
  readonly status: number;
  readonly nextAction: NextAction | undefined;
  readonly fields: { field: string; message: string }[];

  constructor(document: Partial<ProblemDocument>) {
    super(document.detail || 'Something went wrong on our side. Nothing was lost. Please try again.');
    this.name = 'Problem';
    this.slug = (document.type ?? '').split(':').at(-1) ?? '';
    this.title = document.title || "That didn't work";
    this.status = document.status ?? 0;
    this.nextAction = document.nextAction ?? undefined;
    this.fields = document.errors ?? [];
  }
}

/** The server does not answer: the network, a restart, or a proxy in between. */
export function unreachable(): Problem {
  return new Problem({
    type: 'urn:mailkeep:problem:unreachable',
    title: "Mailkeep can't be reached",
    status: 0,
    detail: "The server isn't answering right now. Your saved mail is safe, and this page keeps trying.",
    nextAction: { kind: 'retry', label: 'Try again' },
  });
}

/** Anything thrown, as a problem that the page can show. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof TypeError) return unreachable();
  return new Problem({});
}

/** The body of a failed answer. A proxy's HTML page or an empty body becomes a general sentence. */
export function problemOf(body: unknown, status: number): Problem {
  if (typeof body === 'object' && body !== null && 'detail' in body) {
    return new Problem({ ...(body as ProblemDocument), status });
  }
  if (status === 502 || status === 503 || status === 504) return unreachable();
  return new Problem({ status });
}
