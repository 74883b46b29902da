import fc from 'fast-check';
import { expect, it } from 'vitest';
import { backoffMs } from './backoff.ts';

it('waits a quarter of a second to ten seconds, longer with each attempt', () => {
  const attempt = fc.integer({ min: 1, max: 100_000 });
  const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(attempt, random, (n, luck) => {
      expect(backoffMs(n, luck)).toBeGreaterThanOrEqual(250);
      expect(backoffMs(n, luck)).toBeLessThanOrEqual(10_000);
      expect(backoffMs(n + 1, luck)).toBeGreaterThanOrEqual(backoffMs(n, luck));
    }),
  );
});
