import type { Feed } from './feed.ts';
import { FeedCursor } from './feed-cursor.ts';
import type { FeedSource } from './feed-source.ts';
import type { Pages } from './pages.ts';
import type { SseBatch } from './sse.ts';
import type { SseConnection } from './sse-connection.ts';

/**
 * Plays one feed to one connection: history in pages, as fast as the client reads, then live. Nothing is queued in
 * between: a watcher that is not up to date reads on from Postgres until it has what its source has passed on, and
 * only then follows it. One that cannot keep up stops following and does the same again.
 */
export class Watcher {
  private readonly cursor: FeedCursor;

  /** `after`: the last event that the client has seen. */
  constructor(
    private readonly feed: Feed,
    after: number,
    private readonly connection: SseConnection,
    private readonly pages: Pages,
    private readonly delivered: (count: number) => void,
  ) {
    this.cursor = new FeedCursor(after);
  }

  /** Plays what there is; resolves at its end. @throws what Postgres throws */
  async playOut(): Promise<void> {
    while (await this.playPage());
  }

  /**
   * Plays what there is and what comes. Resolves when the stream is over, or when events were missing that should
   * have been there: the client has to come back to be told.
   * @throws what Postgres throws
   */
  async follow(source: FeedSource): Promise<void> {
    while (!this.connection.over) {
      if (this.cursor.last >= source.last) await this.listen(source);
      else if (!(await this.playPage())) return;
    }
  }

  /** False where there is no next page, or it does not begin where the last one ended. */
  private async playPage(): Promise<boolean> {
    await this.connection.drained();
    if (this.connection.over) return false;
    const page = await this.pages.after(this.feed, this.cursor.last);
    return page !== undefined && this.play(page);
  }

  /** False where these events do not continue what was played. */
  private play(batch: SseBatch): boolean {
    const next = this.cursor.accept(batch);
    if (next === undefined) return false;
    this.connection.send(batch.from(next.first));
    this.delivered(next.last - next.first + 1);
    if (batch.ended) this.connection.end();
    return true;
  }

  /** Passes on what comes, until the stream is over or this watcher is behind. */
  private listen(source: FeedSource): Promise<void> {
    return new Promise((resolve) => {
      const stop = (): void => {
        unfollow();
        this.connection.closed.removeEventListener('abort', stop);
        resolve();
      };
      const unfollow = source.follow((batch) => {
        if (this.connection.full) this.cursor.hear(batch.last);
        else this.play(batch);
        if (this.cursor.behind || this.connection.over) stop();
      });
      this.connection.closed.addEventListener('abort', stop);
    });
  }
}
