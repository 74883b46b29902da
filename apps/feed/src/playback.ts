import type { Config } from './config.ts';
import type { Connections } from './connections.ts';
import type { Events } from './events.ts';
import { eventId, type Feed } from './feed.ts';
import type { FeedSource } from './feed-source.ts';
import type { FeedSources } from './feed-sources.ts';
import type { FeedStore, JobProgress } from './feed-store.ts';
import type { Jobs } from './jobs.ts';
import type { Pages } from './pages.ts';
import { sseText } from './sse.ts';
import type { SseConnection } from './sse-connection.ts';
import { startOfJobFeed, startOfOrganizationFeed } from './start.ts';
import { feedTimestamp } from './timestamp.ts';
import { Watcher } from './watcher.ts';

/**
 * Decides what a watcher is played, and plays it (wire contract section 8). Whatever may fail is asked for before the
 * headers are sent, so that it is answered with a status; after that a failure ends the stream and the client comes
 * back.
 */
export class Playback {
  constructor(
    private readonly config: Config,
    private readonly store: FeedStore,
    private readonly jobs: Jobs,
    private readonly sources: FeedSources,
    private readonly pages: Pages,
    private readonly connections: Connections,
    private readonly events: Events,
  ) {}

  /** Returns once the stream has begun. */
  async job(
    organization: string,
    feed: Feed,
    job: JobProgress,
    connection: SseConnection,
    lastEventId?: string,
  ): Promise<void> {
    const start = startOfJobFeed(job, feed, lastEventId, this.config.finishedGraceMs);
    if (start.kind === 'summary') return this.summarize(organization, feed, job, connection);
    const watcher = this.watcher(feed, start.after, connection);
    if (job.endedAgoMs === null) return this.follow(watcher, feed, connection);
    this.connections.add(feed, connection);
    this.attend(feed, connection, async () => {
      await watcher.playOut();
      connection.end();
    });
  }

  /** Returns once the stream has begun; what is new is told from then on. */
  async organization(feed: Feed, connection: SseConnection, lastEventId?: string): Promise<void> {
    const source = await this.sources.hold(feed, connection.closed);
    const history = await this.store.organization(feed.name, this.config.organizationKeepMs);
    const { after, lost } = startOfOrganizationFeed(history, feed, lastEventId);
    this.connections.add(feed, connection);
    if (lost) connection.send(startOfHistory(feed, after, history.horizonMicros));
    this.play(this.watcher(feed, after, connection), source, feed, connection);
  }

  private async follow(watcher: Watcher, feed: Feed, connection: SseConnection): Promise<void> {
    const source = await this.sources.hold(feed, connection.closed);
    this.connections.add(feed, connection);
    this.play(watcher, source, feed, connection);
  }

  private play(watcher: Watcher, source: FeedSource, feed: Feed, connection: SseConnection): void {
    this.attend(feed, connection, () => watcher.follow(source));
  }

  /**
   * One event in place of all others. Its id follows that of the feed's last event, so it is no id of another event,
   * and who comes back with it gets the summary again.
   */
  private async summarize(
    organization: string,
    feed: Feed,
    job: JobProgress,
    connection: SseConnection,
  ): Promise<void> {
    const shown = await this.jobs.show(organization, feed.name);
    const timestamp = feedTimestamp(Math.max(job.nowMicros, job.lastMicros + 1));
    const data = JSON.stringify({ timestamp, ...shown });
    this.connections.add(feed, connection);
    connection.end(Buffer.from(sseText(eventId(feed, job.lastEvent + 1), 'summary', data)));
    this.events.eventsDelivered(feed, 1);
  }

  private watcher(feed: Feed, after: number, connection: SseConnection): Watcher {
    return new Watcher(feed, after, connection, this.pages, (count) => this.events.eventsDelivered(feed, count));
  }

  /** A stream that stops without having been ended could not go on: its client is sent to try again. */
  private attend(feed: Feed, connection: SseConnection, playing: () => Promise<void>): void {
    playing()
      .catch((error: unknown) => this.events.playingFailed(feed, error))
      .finally(() => this.connections.sayFarewell(connection));
  }
}

/** Its id is that of the event before those that follow: a client that comes back with it misses none. */
function startOfHistory(feed: Feed, after: number, horizonMicros: number): Buffer {
  const data = JSON.stringify({ timestamp: feedTimestamp(horizonMicros) });
  return Buffer.from(sseText(eventId(feed, after), 'start_of_history', data));
}
