import { describe, expect, it } from 'vitest';
import { nextPositions, timestamp } from './timestamps.ts';

describe('positions in a feed', () => {
  it('go on without gaps, one microsecond apart, from now', () => {
    expect(nextPositions({ number: 4, micros: 1_000 }, 2, 7)).toEqual([
      { number: 5, micros: 7_000 },
      { number: 6, micros: 7_001 },
    ]);
  });

  it('stay behind the last event when this clock is behind the one that stamped it', () => {
    expect(nextPositions({ number: 4, micros: 9_000 }, 2, 7)).toEqual([
      { number: 5, micros: 9_001 },
      { number: 6, micros: 9_002 },
    ]);
  });
});

describe('timestamps', () => {
  it('are UTC with six digits of a second', () => {
    const micros = Date.UTC(2014, 6, 10, 5, 17, 44) * 1_000;
    expect(timestamp(micros + 995_958)).toBe('2014-07-10 05:17:44.995958Z');
    expect(timestamp(micros + 7)).toBe('2014-07-10 05:17:44.000007Z');
  });

  it('sort as text the way they sort in time', () => {
    const micros = Date.UTC(2026, 10, 22) * 1_000;
    const times = [0, 9, 10, 999_999, 1_000_000, 61_000_000].map((after) => timestamp(micros + after));
    expect(times).toEqual([...times].sort());
  });
});
