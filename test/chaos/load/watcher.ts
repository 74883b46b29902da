import { EventSourceParserStream } from 'eventsource-parser/stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../../fuzz/random.ts';
import type { Exchange, FeedConnection, SeenEvent, Watch } from '../history.ts';
import type { Installation } from '../installation.ts';
import type { Tenant } from '../tenants.ts';

/** Longer than the services stay silent, so that a dead path is noticed. */
const SILENCE_MS = 10_000;
const WAYS = ['watchers>feed-1', 'watchers>feed-2', 'world>gateway', 'world>feed'] as const;

/** Follows a feed over as many connections as it takes: hangs up now and then, and goes on where it was, at any replica. */
export class Watcher {
  private readonly connections: (FeedConnection & { readonly events: SeenEvent[] })[] = [];
  private finished = false;

  constructor(
    private readonly installation: Installation,
    private readonly tenant: Tenant,
    private readonly jobId: string | undefined,
    private readonly random: Random,
    private readonly exchanges: Exchange[],
  ) {}

  get watch(): Watch {
    const { jobId, connections, finished } = this;
    return { organization: this.tenant.organization, jobId, connections, finished };
  }

  /** Follows until the end of the job, or until the signal. */
  async follow(signal: AbortSignal): Promise<void> {
    while (!this.finished && !signal.aborted) {
      await this.connect(signal).catch(() => undefined); // cut off: that is what connections do here
      if (!this.finished) await pause(100 + this.random.below(700), undefined, { signal }).catch(() => undefined);
    }
  }

  private async connect(signal: AbortSignal): Promise<void> {
    const to = this.random.pick(WAYS);
    const lastEventId = this.connections.flatMap(({ events }) => events).at(-1)?.id;
    const path = `/organizations/${this.tenant.organization}/pushy/job_status_feed${this.jobId ? `/${this.jobId}` : ''}`;
    const headers = {
      Accept: 'text/event-stream',
      ...(lastEventId === undefined ? {} : { 'Last-Event-ID': lastEventId }),
    };
    using hangUp = new HangUp(signal, this.random.chance(0.5) ? 200 + this.random.below(4_000) : undefined);
    const openedMs = Date.now();
    const client = this.installation.client(this.tenant.user, to);
    const response = await client.request('GET', path, undefined, headers, hangUp.signal);
    this.exchanges.push({
      ...{ atMs: openedMs, tookMs: Date.now() - openedMs, organization: this.tenant.organization },
      ...{ method: 'GET', path: `${path} (${to})`, status: response.status },
    });
    if (!response.ok || response.body === null) {
      await response.body?.cancel();
      return;
    }
    const events: SeenEvent[] = [];
    this.connections.push({ to, openedMs, lastEventId, events });
    const bytes = response.body.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform: (piece, out) => {
          hangUp.heard();
          out.enqueue(piece);
        },
      }),
    );
    for await (const { id = '', event = '', data } of bytes
      .pipeThrough(new TextDecoderStream())
      .pipeThrough(new EventSourceParserStream())) {
      events.push({ id, event, data });
      if (this.jobId !== undefined && (event === 'job_complete' || event === 'summary')) this.finished = true;
    }
  }
}

/** Ends a request: at the signal, after silence, and after a time where one is given. */
class HangUp implements Disposable {
  readonly signal: AbortSignal;
  private readonly own = new AbortController();
  private silence: NodeJS.Timeout;
  private readonly whim: NodeJS.Timeout | undefined;

  constructor(outer: AbortSignal, afterMs: number | undefined) {
    this.signal = AbortSignal.any([outer, this.own.signal]);
    this.silence = setTimeout(() => this.own.abort(), SILENCE_MS);
    if (afterMs !== undefined) this.whim = setTimeout(() => this.own.abort(), afterMs);
  }

  heard(): void {
    this.silence.refresh();
  }

  [Symbol.dispose](): void {
    clearTimeout(this.silence);
    clearTimeout(this.whim);
  }
}
