import type { FeedMessage, Subscriber } from '@push-jobs/bus';
import { z } from 'zod';
import type { Events } from './events.ts';
import { channelOf, type Feed } from './feed.ts';
import { FeedCursor } from './feed-cursor.ts';
import type { FeedStore } from './feed-store.ts';
import type { Pages } from './pages.ts';
import { SseBatch } from './sse.ts';

/** Hears of new events, in order. */
export type Follower = (batch: SseBatch) => void;

const Message = z.object({
  first: z.int().positive(),
  events: z.tuple([z.tuple([z.string(), z.string()])], z.tuple([z.string(), z.string()])),
}) satisfies z.ZodType<FeedMessage>;

/** A feed as this process follows it: once, for all who watch it. */
export class FeedSource {
  private cursor: FeedCursor;
  private readonly followers = new Set<Follower>();
  private catchingUp = false;

  private constructor(
    readonly feed: Feed,
    last: number,
    private readonly pages: Pages,
    private readonly events: Events,
  ) {
    this.cursor = new FeedCursor(last);
  }

  /** Subscribes first and then reads how far the feed has come, so that no event falls between. */
  static async open(
    feed: Feed,
    from: { subscriber: Subscriber; store: FeedStore; pages: Pages; events: Events },
    until: AbortSignal,
  ): Promise<FeedSource> {
    let early: string | undefined; // the latest is enough: its numbers show what came before it
    let hear = (message: string): void => {
      early = message;
    };
    await from.subscriber.listen(channelOf(feed), (message) => hear(message), until);
    const [known] = await from.store.lastEvents([feed]);
    const source = new FeedSource(feed, known?.last ?? 0, from.pages, from.events);
    hear = (message) => source.hear(message);
    if (early !== undefined) source.hear(early);
    return source;
  }

  /** Number of the last event that followers have heard of. */
  get last(): number {
    return this.cursor.last;
  }

  /** @returns what ends it. */
  follow(follower: Follower): () => void {
    this.followers.add(follower);
    return () => this.followers.delete(follower);
  }

  /** Somebody who looked says that the feed has come this far. */
  async hasReached(last: number): Promise<void> {
    this.cursor.hear(last);
    if (this.cursor.behind) await this.catchUp();
  }

  private hear(message: string): void {
    const parsed = parse(message);
    if (parsed === undefined) return this.events.messageUnreadable(this.feed);
    const [first, ...rest] = parsed.events.map(([event, data], i) => ({ number: parsed.first + i, event, data }));
    if (first !== undefined) this.pass(new SseBatch(this.feed, [first, ...rest]));
    if (this.cursor.behind) void this.catchUp();
  }

  private pass(batch: SseBatch): void {
    if (this.cursor.accept(batch) === undefined) return;
    if (batch.atMs !== undefined) this.events.passedOn(Date.now() - batch.atMs);
    for (const follower of this.followers) follower(batch);
  }

  /** Reads what pub/sub did not bring. What fails here is tried again by the next poll. */
  private async catchUp(): Promise<void> {
    if (this.catchingUp) return;
    this.catchingUp = true;
    try {
      while (this.cursor.behind && (await this.passNextPage()));
      if (!this.cursor.behind) this.events.gapRepaired(this.feed);
    } catch (error) {
      this.events.readingFailed(this.feed, error);
    } finally {
      this.catchingUp = false;
    }
  }

  private async passNextPage(): Promise<boolean> {
    const page = await this.pages.after(this.feed, this.cursor.last);
    if (page === undefined) return false;
    // Events expired before they were read (this process slept for long): its watchers will notice, and come back.
    if (page.first > this.cursor.last + 1) this.cursor = new FeedCursor(page.first - 1);
    this.pass(page);
    return true;
  }
}

function parse(message: string): z.output<typeof Message> | undefined {
  try {
    return Message.safeParse(JSON.parse(message)).data;
  } catch {
    return undefined;
  }
}
