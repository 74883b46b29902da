import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FeedCursor, type Range } from './feed-cursor.ts';

describe('FeedCursor', () => {
  it('passes on what is next and cuts off what it had', () => {
    const cursor = new FeedCursor(3);
    expect(cursor.accept({ first: 2, last: 5 })).toEqual({ first: 4, last: 5 });
    expect(cursor.accept({ first: 4, last: 5 })).toBeUndefined();
    expect(cursor.behind).toBe(false);
  });

  it('reports a gap until it is filled, and passes on nothing from behind it', () => {
    const cursor = new FeedCursor(0);
    expect(cursor.accept({ first: 3, last: 4 })).toBeUndefined();
    expect([cursor.behind, cursor.last]).toEqual([true, 0]);
    expect(cursor.accept({ first: 1, last: 4 })).toEqual({ first: 1, last: 4 });
    expect(cursor.behind).toBe(false);
  });

  it('lets out each event once and in order, whatever was lost, repeated or out of order', () => {
    fc.assert(
      fc.property(feedRun(), ({ total, start, happenings, pageSize }) => {
        const cursor = new FeedCursor(start);
        const out: number[] = [];
        const take = (run: Range): void => {
          const fresh = cursor.accept(run);
          for (let n = fresh?.first ?? 1; n <= (fresh?.last ?? 0); n++) out.push(n);
        };
        const readPage = (): void => take({ first: cursor.last + 1, last: Math.min(cursor.last + pageSize, total) });

        for (const happening of happenings) {
          if (happening === 'read') {
            if (cursor.behind) readPage();
          } else take(happening);
        }
        cursor.hear(total); // the poll
        while (cursor.behind) readPage();

        expect(out).toEqual(Array.from({ length: total - start }, (_, i) => start + 1 + i));
      }),
    );
  });
});

/** Messages of a feed with `total` events: any runs of it, any number of times, with reads from Postgres between. */
function feedRun() {
  return fc.integer({ min: 1, max: 60 }).chain((total) => {
    const run = fc.tuple(fc.integer({ min: 1, max: total }), fc.integer({ min: 0, max: 10 }));
    const message = run.map(([first, length]): Range => ({ first, last: Math.min(first + length, total) }));
    return fc.record({
      total: fc.constant(total),
      start: fc.integer({ min: 0, max: total }),
      happenings: fc.array(fc.oneof(message, fc.constant('read' as const)), { maxLength: 80 }),
      pageSize: fc.integer({ min: 1, max: 20 }),
    });
  });
}
