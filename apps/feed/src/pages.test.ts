import { describe, expect, it } from 'vitest';
import type { Feed, FeedEvent } from './feed.ts';
import type { FeedStore } from './feed-store.ts';
import { Pages } from './pages.ts';

const feed: Feed = { kind: 'organization', name: 'acme' };

/** Postgres with these event numbers; counts what it is asked. */
function stored(numbers: readonly number[]) {
  const asked: number[] = [];
  const store: Pick<FeedStore, 'events'> = {
    events: async (_, after): Promise<FeedEvent[]> => {
      asked.push(after);
      return numbers.filter((number) => number > after).map((number) => ({ number, event: 'start', data: '{}' }));
    },
  };
  return { asked, pages: new Pages(store) };
}

describe('Pages', () => {
  it('asks once for all who want the same page at once, and again later', async () => {
    const { asked, pages } = stored([1, 2]);
    const [one, two] = await Promise.all([pages.after(feed, 0), pages.after(feed, 0), pages.after(feed, 1)]);
    expect(one).toBe(two);
    await pages.after(feed, 0);
    expect(asked).toEqual([0, 1, 0]);
  });

  it('ends a page where numbers are missing', async () => {
    const { pages } = stored([3, 4, 7, 8]);
    expect(await pages.after(feed, 2)).toMatchObject({ first: 3, last: 4 });
    expect(await pages.after(feed, 4)).toMatchObject({ first: 7, last: 8 });
    expect(await pages.after(feed, 8)).toBeUndefined();
  });
});
