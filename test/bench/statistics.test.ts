import { describe, expect, it } from 'vitest';
import { median, percentile, summarize, worstRise } from './statistics.ts';

describe('a median', () => {
  it('is the value in the middle, whatever the order', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4])).toBe(4);
  });

  it('is half way between two in the middle', () => {
    expect(median([1, 2, 4, 100])).toBe(3);
  });

  it('of nothing is an error, not a number', () => {
    expect(() => median([])).toThrow('nothing was measured');
  });
});

describe('a percentile', () => {
  const hundred = Array.from({ length: 101 }, (_, i) => 100 - i);

  it.each([
    [0, 0],
    [50, 50],
    [99, 99],
    [100, 100],
  ])('%d of 0 to 100 is %d', (percent, expected) => {
    expect(percentile(hundred, percent)).toBe(expected);
  });

  it('lies between two values as far as it says', () => {
    expect(percentile([0, 10], 25)).toBe(2.5);
  });

  it('leaves its input as it was', () => {
    const values = [3, 1, 2];
    percentile(values, 50);
    expect(values).toEqual([3, 1, 2]);
  });
});

describe('a summary', () => {
  it('has the median, the middle half and how many there were', () => {
    expect(summarize([1, 2, 3, 4, 5])).toEqual({ median: 3, low: 2, high: 4, count: 5 });
  });
});

describe('the worst rise', () => {
  it('compares each value with the best before it', () => {
    expect(worstRise([4, 2, 3])).toBe(1.5);
  });

  it('is below one where values only fall', () => {
    expect(worstRise([4, 2, 1])).toBe(0.5);
  });
});
