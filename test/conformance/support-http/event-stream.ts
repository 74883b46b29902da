import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { once } from 'node:events';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { open } from './answer.ts';
import type { Principal, Sent } from './principal.ts';

export interface FeedEvent {
  readonly id: string;
  readonly event: string;
  /** The text after `data: `. */
  readonly text: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A feed being read: what came so far, and waiting for more. */
export class EventStream implements Disposable {
  readonly events: FeedEvent[] = [];
  /** Everything that was sent, as it was sent. */
  text = '';
  /** Resolves when the server ends the stream. */
  readonly ended: Promise<void>;
  private over = false;

  private constructor(private readonly response: IncomingMessage) {
    const parser = createParser({ onEvent: (event) => this.events.push(read(event)) });
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => {
      this.text += chunk;
      parser.feed(chunk);
    });
    this.ended = once(response, 'end').then(() => {
      this.over = true;
    });
    this.ended.catch(() => undefined); // of interest to those who wait for the end
  }

  /** @throws Error where the feed is refused. */
  static async open(origin: string, who: Principal, path: string, sent: Sent = {}): Promise<EventStream> {
    const headers = { Accept: 'text/event-stream', ...sent.headers };
    const response = await open(origin, who.signed('GET', path, { ...sent, headers }));
    if (response.statusCode !== 200) throw new Error(`the feed answered ${response.statusCode}`);
    return new EventStream(response);
  }

  get status(): number | undefined {
    return this.response.statusCode;
  }

  get headers(): IncomingHttpHeaders {
    return this.response.headers;
  }

  get names(): string[] {
    return this.events.map(({ event }) => event);
  }

  get ids(): string[] {
    return this.events.map(({ id }) => id);
  }

  /** Waits for what is to come; a test's own timeout bounds it. @throws Error where the stream ends before. */
  async until(enough: (stream: EventStream) => boolean): Promise<this> {
    while (!enough(this)) {
      if (this.over) throw new Error(`the feed ended after ${this.names.join(', ') || 'nothing'}`);
      await Promise.race([once(this.response, 'data'), this.ended]);
    }
    return this;
  }

  /** Everything up to the end that the server makes. */
  async toEnd(): Promise<this> {
    await this.ended;
    return this;
  }

  [Symbol.dispose](): void {
    this.response.destroy();
  }
}

function read({ id = '', event = '', data }: EventSourceMessage): FeedEvent {
  return { id, event, text: data, data: JSON.parse(data) as Record<string, unknown> }; // a feed's data is an object
}
