import { channelOf, type Feed } from './feed.ts';
import type { FeedStore } from './feed-store.ts';
import { SseBatch } from './sse.ts';

/** Few events are long; what a job's environment holds is told in one, and may be a megabyte. */
const PAGE = { events: 500, bytes: 1024 * 1024 };

/**
 * Reads feeds from Postgres in pages. Watchers who want the same page at the same time (a thousand that were cut off
 * together) share one query and one copy of its bytes; nothing is kept after that.
 */
export class Pages {
  private readonly underway = new Map<string, Promise<SseBatch | undefined>>();

  constructor(private readonly store: Pick<FeedStore, 'events'>) {}

  /** The next events after number `after`; undefined where there are none. */
  async after(feed: Feed, after: number): Promise<SseBatch | undefined> {
    const key = `${after} ${channelOf(feed)}`;
    const shared = this.underway.get(key);
    if (shared !== undefined) return shared;
    const reading = this.read(feed, after);
    this.underway.set(key, reading);
    try {
      return await reading;
    } finally {
      this.underway.delete(key);
    }
  }

  private async read(feed: Feed, after: number): Promise<SseBatch | undefined> {
    const [first, ...rest] = await this.store.events(feed, after, PAGE);
    if (first === undefined) return undefined;
    // Old events of an organization expire by time, which may make a hole: it has to show between two pages.
    const hole = rest.findIndex(({ number }, i) => number !== first.number + 1 + i);
    return new SseBatch(feed, [first, ...(hole === -1 ? rest : rest.slice(0, hole))]);
  }
}
