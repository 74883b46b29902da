import { describe, expect, it } from 'vitest';
import { at, lineThrough } from './line.ts';

describe('a line', () => {
  it('goes through points that lie on one', () => {
    const line = lineThrough([
      [10, 7],
      [20, 12],
      [100, 52],
    ]);
    expect(line.fixed).toBeCloseTo(2);
    expect(line.each).toBeCloseTo(0.5);
    expect(at(line, 1_000)).toBeCloseTo(502);
  });

  it('is as near to small values as to large ones, in proportion', () => {
    const line = lineThrough([
      [1, 1.2],
      [100, 100],
      [10_000, 10_000],
    ]);
    expect(Math.abs(at(line, 1) / 1.2 - 1)).toBeLessThan(0.1);
  });

  it('never begins below zero', () => {
    const line = lineThrough([
      [10, 1],
      [20, 10],
    ]);
    expect(line.fixed).toBe(0);
    expect(line.each).toBeGreaterThan(0);
  });

  it('needs two points', () => {
    expect(() => lineThrough([[1, 1]])).toThrow('two points');
  });
});
