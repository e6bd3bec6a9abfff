/** An EventSource that a test speaks through. */
export class FakeEventSource extends EventTarget {
  static all: FakeEventSource[] = [];
  static readonly CLOSED = 2;

  readyState = 0;
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;
  readonly url: string;

  constructor(url: string) {
    super();
    this.url = url;
    FakeEventSource.all.push(this);
  }

  open() {
    this.readyState = 1;
    this.onopen?.();
  }

  say(name: string, data: unknown) {
    this.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data) }));
  }

  /** What the browser does when the connection breaks: it tries again by itself. */
  fail() {
    this.readyState = 0;
    this.onerror?.();
  }

  close() {
    this.readyState = 2;
  }
}
