import { ORGANIZATION } from '@push-jobs/local';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { SignedClient } from './signed-client.ts';

const PATH = `/organizations/${ORGANIZATION}/pushy/job_status_feed`;

/** Follows an organization's feed as an event source does: comes back after `retry:`, and says what it has seen. */
export class OrganizationWatcher {
  /** Numbers of the events, in the order in which they came. */
  readonly seen: number[] = [];
  connections = 0;
  private readonly stopping = new AbortController();
  private retryMs = 100;
  private waiting: { readonly number: number; readonly done: () => void } | undefined;

  /** `origin`: where to connect next. */
  constructor(
    private readonly client: SignedClient,
    private readonly origin: () => string,
  ) {}

  /** Resolves once the first stream has begun: from then on nothing may be missed. */
  async start(): Promise<void> {
    void this.follow(await this.connect());
  }

  /** Resolves once the event of this number has come. */
  hasSeen(number: number): Promise<void> {
    if ((this.seen.at(-1) ?? 0) >= number) return Promise.resolve();
    return new Promise((done) => (this.waiting = { number, done }));
  }

  stop(): void {
    this.stopping.abort();
  }

  private async follow(first: IncomingMessage): Promise<void> {
    let stream: IncomingMessage | undefined = first;
    while (stream !== undefined) {
      await this.read(stream);
      stream = await this.comeBack();
    }
  }

  private async comeBack(): Promise<IncomingMessage | undefined> {
    while (!this.stopping.signal.aborted) {
      await wait(this.retryMs, undefined, { signal: this.stopping.signal }).catch(() => undefined);
      const stream = await this.connect().catch(() => undefined);
      if (stream !== undefined) return stream;
    }
    return undefined;
  }

  private async connect(): Promise<IncomingMessage> {
    const last = this.seen.at(-1);
    const resume = last === undefined ? {} : { 'Last-Event-ID': `org-${last}` };
    const headers = { ...this.client.headers('GET', PATH, ''), Accept: 'text/event-stream', ...resume };
    const request = get(`${this.origin()}${PATH}`, { headers, agent: false, signal: this.stopping.signal });
    const [response] = (await once(request, 'response')) as [IncomingMessage]; // what `response` carries
    if (response.statusCode !== 200) throw new Error(`the feed answered ${response.statusCode}`);
    this.connections++;
    return response.setEncoding('utf8');
  }

  /** Resolves at the stream's end, however it comes. */
  private async read(stream: IncomingMessage): Promise<void> {
    let rest = '';
    stream.on('data', (text: string) => {
      const blocks = (rest + text).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) this.hear(block);
    });
    await once(stream, 'close').catch(() => undefined);
  }

  private hear(block: string): void {
    const retry = /^retry: (\d+)/m.exec(block)?.[1];
    if (retry !== undefined) this.retryMs = Number(retry);
    const number = /^id: org-(\d+)$/m.exec(block)?.[1];
    if (number === undefined) return;
    this.seen.push(Number(number));
    if (this.waiting !== undefined && Number(number) >= this.waiting.number) this.waiting.done();
  }
}
