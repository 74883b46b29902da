import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backoffMs } from './backoff.ts';

const attempt = fc.integer({ min: 1, max: 100_000 });
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('the wait between attempts', () => {
  it('is at least half a second and at most half a minute', () => {
    fc.assert(
      fc.property(attempt, random, (n, r) => {
        expect(backoffMs(n, r)).toBeGreaterThanOrEqual(500);
        expect(backoffMs(n, r)).toBeLessThanOrEqual(30_000);
      }),
    );
  });

  it('never gets shorter for the same luck', () => {
    fc.assert(
      fc.property(attempt, random, (n, r) => {
        expect(backoffMs(n + 1, r)).toBeGreaterThanOrEqual(backoffMs(n, r));
      }),
    );
  });

  it('doubles at first, and spreads over half of its length', () => {
    expect([1, 2, 3].map((n) => backoffMs(n, 0))).toEqual([500, 1_000, 2_000]);
    expect(backoffMs(3, 0.5)).toBe(3_000);
  });
});
