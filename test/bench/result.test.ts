import { describe, expect, it } from 'vitest';
import type { FigureSpec, Target } from './figure.ts';
import { jsonRow, resultOf } from './result.ts';

const spec = (target: Target): FigureSpec => ({ name: 'speed', title: 'Speed', unit: 'x/s', digits: 1, target });

describe('a result', () => {
  it('is met at or above what must be reached', () => {
    expect(resultOf(spec({ atLeast: 10 }), [10], []).met).toBe(true);
    expect(resultOf(spec({ atLeast: 10 }), [9.9], []).met).toBe(false);
  });

  it('is met below what it has to be under, and not at it', () => {
    expect(resultOf(spec({ under: 10 }), [9.9], []).met).toBe(true);
    expect(resultOf(spec({ under: 10 }), [10], []).met).toBe(false);
  });

  it('measures itself against the floor of the same run', () => {
    const result = resultOf(spec({ underTimesFloor: 3 }), [25], [10]);
    expect(result).toMatchObject({ target: 30, ratio: 2.5, met: true });
  });

  it('is not met where the floor it hangs on is missing, or nothing was measured', () => {
    expect(resultOf(spec({ underTimesFloor: 3 }), [1], []).met).toBe(false);
    expect(resultOf(spec({ under: 3 }), [], [1]).met).toBe(false);
  });
});

describe('a JSON row', () => {
  it('has the medians, in the unit of the figure', () => {
    expect(jsonRow(resultOf(spec({ under: 10 }), [1, 2.25, 9], [1]))).toEqual({
      ...{ figure: 'speed', value: 2.3, unit: 'x/s', floor: 1, ratio: 2.25, target: 10, met: true },
    });
  });

  it('says null for what there is not', () => {
    expect(jsonRow(resultOf(spec({ under: 10 }), [], []))).toMatchObject({ value: null, floor: null, ratio: null });
  });
});
