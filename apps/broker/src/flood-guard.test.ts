import { describe, expect, it } from 'vitest';
import { FloodGuard } from './flood-guard.ts';

describe('FloodGuard', () => {
  it('lets each connection say so much in a second, whatever the others say', () => {
    const guard = new FloodGuard(2);
    const said = ['a', 'a', 'a', 'b', 'a', 'b', 'b'].map((route) => guard.admits(route, 1_000));
    expect(said).toEqual([true, true, false, true, false, true, false]);
  });

  it('listens again in the next second, also where the clock was set back', () => {
    const guard = new FloodGuard(1);
    const said = [5_000, 5_999, 6_000, 6_001, 3_000, 3_001].map((nowMs) => guard.admits('a', nowMs));
    expect(said).toEqual([true, false, true, false, true, false]);
  });

  it('has no limit where none was set', () => {
    const guard = new FloodGuard(0);
    expect(Array.from({ length: 1_000 }, () => guard.admits('a', 0)).every(Boolean)).toBe(true);
  });
});
