import type { BeforeApplicationShutdown } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { Events } from './events.ts';
import type { Feed } from './feed.ts';
import { sseRetry } from './sse.ts';
import type { SseConnection } from './sse-connection.ts';

const SWEEP_MS = 250;
/** After a farewell clients come back spread over this time, so that they do not all arrive at once. */
const RETURN_MS = { soonest: 500, latest: 5_000 };
/** How long a farewell may take to be read. */
const FAREWELL_MS = 3_000;

/** All open streams: one sweep for all of them, and a farewell when the service stops. */
export class Connections implements BeforeApplicationShutdown {
  private readonly open = new Set<SseConnection>();
  private readonly sweeping = setInterval(() => this.sweep(), SWEEP_MS);
  private stopping = false;

  /** `random`: 0 to 1. */
  constructor(
    private readonly events: Events,
    private readonly random: () => number,
  ) {}

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
    const { soonest, latest } = RETURN_MS;
    connection.end(sseRetry(Math.round(soonest + this.random() * (latest - soonest))));
  }

  /** Runs before Nest closes the HTTP server, which would cut the connections. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    for (const connection of this.open) this.sayFarewell(connection);
    const gone = [...this.open].map(({ closed }) => aborted(closed));
    const timeUp = new AbortController();
    await Promise.race([
      Promise.all(gone),
      sleep(FAREWELL_MS, undefined, { signal: timeUp.signal }).catch(() => undefined),
    ]);
    timeUp.abort();
    clearInterval(this.sweeping);
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
