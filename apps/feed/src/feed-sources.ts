import type { OnApplicationShutdown } from '@nestjs/common';
import { openRedis, Subscriber } from '@push-jobs/bus';
import type { Events } from './events.ts';
import { channelOf, type Feed } from './feed.ts';
import { FeedSource } from './feed-source.ts';
import type { FeedStore } from './feed-store.ts';
import type { Pages } from './pages.ts';

interface Watched {
  readonly opening: Promise<FeedSource>;
  readonly closing: AbortController;
  /** Set once `opening` has resolved. */
  source?: FeedSource;
  watchers: number;
}

/** The feeds that somebody here watches, over one Redis connection. */
export class FeedSources implements OnApplicationShutdown {
  private readonly watched = new Map<string, Watched>();
  private readonly redis;
  private readonly subscriber: Subscriber;
  private readonly polling;
  private pollUnderway = false;

  constructor(
    options: { redisUrl: string; pollMs: number },
    private readonly store: FeedStore,
    private readonly pages: Pages,
    private readonly events: Events,
  ) {
    this.redis = openRedis(options.redisUrl);
    this.subscriber = new Subscriber(this.redis);
    this.redis.on('ready', () => {
      this.events.pubSubConnected(true);
      void this.poll(); // what was published meanwhile is lost
    });
    this.redis.on('close', () => this.events.pubSubConnected(false));
    this.polling = setInterval(() => void this.poll(), options.pollMs);
  }

  /**
   * The source of a feed, opened for the first who asks and closed after the last has gone.
   * @throws what Postgres throws
   */
  async hold(feed: Feed, until: AbortSignal): Promise<FeedSource> {
    const watched = this.watched.get(channelOf(feed)) ?? this.open(feed);
    watched.watchers++;
    const release = (): void => this.release(feed, watched);
    if (until.aborted) release();
    else until.addEventListener('abort', release, { once: true });
    return watched.opening;
  }

  onApplicationShutdown(): void {
    clearInterval(this.polling);
    this.redis.disconnect();
  }

  private open(feed: Feed): Watched {
    const closing = new AbortController();
    const { subscriber, store, pages, events } = this;
    const opening = FeedSource.open(feed, { subscriber, store, pages, events }, closing.signal);
    const watched: Watched = { opening, closing, watchers: 0 };
    this.watched.set(channelOf(feed), watched);
    opening.then(
      (source) => (watched.source = source),
      () => this.forget(feed, watched), // whoever asks next tries again
    );
    return watched;
  }

  private release(feed: Feed, watched: Watched): void {
    if (--watched.watchers === 0) this.forget(feed, watched);
  }

  private forget(feed: Feed, watched: Watched): void {
    watched.closing.abort();
    if (this.watched.get(channelOf(feed)) === watched) this.watched.delete(channelOf(feed));
  }

  /** Finds in one query what pub/sub lost, for all feeds. What fails is tried again by the next poll. */
  private async poll(): Promise<void> {
    const sources = new Map([...this.watched].flatMap(([key, { source }]) => (source ? [[key, source] as const] : [])));
    if (this.pollUnderway || sources.size === 0) return;
    this.pollUnderway = true;
    try {
      const feeds = [...sources.values()].map(({ feed }) => feed);
      const reached = await this.store.lastEvents(feeds);
      await Promise.all(reached.map(async (feed) => sources.get(channelOf(feed))?.hasReached(feed.last)));
    } catch (error) {
      this.events.pollFailed(error);
    } finally {
      this.pollUnderway = false;
    }
  }
}
