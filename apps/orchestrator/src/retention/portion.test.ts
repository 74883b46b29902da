import { describe, expect, it } from 'vitest';
import { portion } from './portion.ts';

const jobs = (...nodes: number[]) => nodes.map((count, i) => ({ id: `job ${i}`, nodes: count }));

describe('a portion of expired jobs', () => {
  it.each([
    { given: [], taken: 0 },
    { given: [3, 3, 3], taken: 3 },
    { given: [3, 3, 4], taken: 3 },
    { given: [3, 3, 5], taken: 2 },
    { given: [11, 1], taken: 1 },
    { given: [1, 11], taken: 1 },
  ])('of $given nodes is $taken jobs, where ten nodes are enough', ({ given, taken }) => {
    expect(portion(jobs(...given), 10)).toEqual(jobs(...given).slice(0, taken));
  });
});
