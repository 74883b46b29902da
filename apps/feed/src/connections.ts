import type { BeforeApplicationShutdown } from '@nestjs/common';
import { AppError } from '@push-jobs/platform';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Events } from './events.ts';
import type { Feed } from './feed.ts';
import { sseRetry } from './sse.ts';
import type { SseConnection } from './sse-connection.ts';

const SWEEP_MS = 250;
/** After a farewell, or turned away, clients come back spread over this time, so that they do not all arrive at once. */
const RETURN_MS = { soonest: 500, latest: 5_000 };
/** How long a farewell may take to be read. */
const FAREWELL_MS = 3_000;
/** Farewells are said in rounds. */
const ROUND_MS = 100;

export interface ConnectionsOptions {
  /** Over how long streams are ended when the service stops. */
  readonly drainMs: number;
  readonly maxWatchers: number;
  /** 0 to 1. */
  readonly random: () => number;
}

/** All open streams: one sweep for all of them, and a farewell when the service stops. */
export class Connections implements BeforeApplicationShutdown {
  private readonly open = new Set<SseConnection>();
  private readonly sweeping = setInterval(() => this.sweep(), SWEEP_MS);
  private stopping = false;
  private placesTaken = 0;

  constructor(
    private readonly events: Events,
    private readonly options: ConnectionsOptions,
  ) {}

  /**
   * Takes a place for a watcher, from before it is known who asks until the response is closed: a crowd that comes at
   * once does not get in because nobody of it is through the door yet.
   * @throws AppError `unavailable`, with `Retry-After`, where all places are taken
   */
  takePlace(response: ServerResponse): void {
    if (this.placesTaken >= this.options.maxWatchers) {
      this.events.watcherRefused();
      const headers = { 'Retry-After': String(Math.ceil(this.returnMs() / 1_000)) };
      throw new AppError('unavailable', 'this replica has as many watchers as it takes; try again', { headers });
    }
    if (response.destroyed) return; // who has gone already needs none
    this.placesTaken++;
    response.once('close', () => this.placesTaken--);
  }

  /** Sends the headers and looks after the connection from now on. */
  add(feed: Feed, connection: SseConnection): void {
    connection.open();
    if (connection.closed.aborted) return;
    this.open.add(connection);
    this.events.watcherCame(feed);
    connection.closed.addEventListener('abort', () => {
      this.open.delete(connection);
      this.events.watcherLeft(feed);
    });
    if (this.stopping) this.sayFarewell(connection);
  }

  /** Ends a stream whose client shall come back and go on where it was. */
  sayFarewell(connection: SseConnection): void {
    connection.end(sseRetry(this.returnMs()));
  }

  /** Runs before Nest closes the HTTP server, which would cut the connections. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true; // who comes from now on is sent away at once
    await this.sendAway([...this.open]);
    const gone = [...this.open].map(({ closed }) => aborted(closed));
    const timeUp = new AbortController();
    await Promise.race([
      Promise.all(gone),
      sleep(FAREWELL_MS, undefined, { signal: timeUp.signal }).catch(() => undefined),
    ]);
    timeUp.abort();
    clearInterval(this.sweeping);
  }

  /** Round by round, so that the other replicas are not met by all of them at once. Those who wait miss nothing meanwhile. */
  private async sendAway(connections: readonly SseConnection[]): Promise<void> {
    const rounds = Math.max(1, Math.floor(this.options.drainMs / ROUND_MS));
    const each = Math.ceil(connections.length / rounds);
    for (let gone = 0; gone < connections.length; gone += each) {
      if (gone > 0) await sleep(ROUND_MS);
      for (const connection of connections.slice(gone, gone + each)) this.sayFarewell(connection);
    }
  }

  private returnMs(): number {
    const { soonest, latest } = RETURN_MS;
    return Math.round(soonest + this.options.random() * (latest - soonest));
  }

  private sweep(): void {
    for (const connection of this.open) {
      if (connection.tick() === 'dropped') this.events.slowWatcherDropped();
    }
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
