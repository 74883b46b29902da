import fc from 'fast-check';
import { expect, it } from 'vitest';
import { renewAfterMs } from './renewal.ts';

it('renews a configuration in the last tenth of its lifetime', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1_000, max: 1e9 }), fc.double({ min: 0, max: 0.999, noNaN: true }), (life, luck) => {
      expect(renewAfterMs(life, luck)).toBeLessThanOrEqual(life);
      expect(renewAfterMs(life, luck)).toBeGreaterThan(life * 0.9);
    }),
  );
});

it('never asks for a timer that would fire at once', () => {
  expect(renewAfterMs(1e15, 0)).toBe(2 ** 31 - 1);
});
