import { Logger } from '@nestjs/common';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Feed } from './feed.ts';

/** What happens here that an operator wants to see. None of these throws. */
export class Events {
  private readonly log = new Logger('feed');
  private readonly watchers: Gauge<'feed'>;
  private readonly pubSub: Gauge;
  private readonly delivered: Counter<'feed'>;
  private readonly lag: Histogram;
  private readonly gaps: Counter<'feed'>;
  private readonly dropped: Counter;
  private readonly turnedAway: Counter;
  private readonly failures: Counter<'what'>;

  constructor(registry: Registry) {
    const registers = [registry];
    const labelNames = ['feed'] as const;
    this.watchers = new Gauge({ name: 'push_jobs_feed_watchers', help: 'Open streams', labelNames, registers });
    this.pubSub = new Gauge({ name: 'push_jobs_feed_pubsub_connected', help: '1 while Redis is there', registers });
    this.delivered = new Counter({
      name: 'push_jobs_feed_events_delivered_total',
      help: 'Events sent to watchers',
      labelNames,
      registers,
    });
    this.lag = new Histogram({
      name: 'push_jobs_feed_event_lag_seconds',
      help: 'From the time of an event to the moment its watchers are sent it; a page counts once, with its last event',
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60],
      registers,
    });
    this.gaps = new Counter({
      name: 'push_jobs_feed_gaps_repaired_total',
      help: 'Times that a feed was caught up from Postgres because pub/sub had not brought its events',
      labelNames,
      registers,
    });
    this.dropped = new Counter({
      name: 'push_jobs_feed_watchers_dropped_total',
      help: 'Watchers dropped because they did not read',
      registers,
    });
    this.turnedAway = new Counter({
      name: 'push_jobs_feed_watchers_refused_total',
      help: 'Watchers turned away with 503 because this replica has MAX_WATCHERS of them',
      registers,
    });
    this.failures = new Counter({
      name: 'push_jobs_feed_failures_total',
      help: 'Things that went wrong and will be tried again, by what: reading, poll, message, playing',
      labelNames: ['what'],
      registers,
    });
  }

  watcherCame({ kind, name }: Feed): void {
    this.watchers.inc({ feed: kind });
    this.log.debug({ msg: 'a watcher came', feed: kind, name });
  }

  watcherLeft({ kind, name }: Feed): void {
    this.watchers.dec({ feed: kind });
    this.log.debug({ msg: 'a watcher left', feed: kind, name });
  }

  eventsDelivered({ kind }: Feed, count: number): void {
    this.delivered.inc({ feed: kind }, count);
  }

  /** New events go to all who watch; `lagMs` after they happened, by two clocks that may differ. */
  passedOn(lagMs: number): void {
    this.lag.observe(Math.max(0, lagMs) / 1_000);
  }

  gapRepaired({ kind, name }: Feed): void {
    this.gaps.inc({ feed: kind });
    this.log.debug({ msg: 'a feed was caught up from Postgres', feed: kind, name });
  }

  slowWatcherDropped(): void {
    this.dropped.inc();
    this.log.log({ msg: 'a watcher that did not read was dropped' });
  }

  /** The metric tells of the crowd; a line for each would be one more load. */
  watcherRefused(): void {
    this.turnedAway.inc();
  }

  pubSubConnected(connected: boolean): void {
    this.pubSub.set(connected ? 1 : 0);
  }

  messageUnreadable({ kind, name }: Feed): void {
    this.failures.inc({ what: 'message' });
    this.log.warn({ msg: 'a published message is not understood', feed: kind, name });
  }

  readingFailed({ kind, name }: Feed, err: unknown): void {
    this.failures.inc({ what: 'reading' });
    this.log.warn({ msg: 'new events could not be read; trying again', feed: kind, name, err });
  }

  pollFailed(err: unknown): void {
    this.failures.inc({ what: 'poll' });
    this.log.warn({ msg: 'watched feeds could not be compared with Postgres; trying again', err });
  }

  playingFailed({ kind, name }: Feed, err: unknown): void {
    this.failures.inc({ what: 'playing' });
    this.log.warn({ msg: 'a stream was cut; its client will come back', feed: kind, name, err });
  }
}
