import { describe, expect, it } from 'vitest';
import { portion, portions } from './portion.ts';

const jobs = (...nodes: number[]) => nodes.map((count, i) => ({ id: `job ${i}`, nodes: count }));

describe('a portion of jobs', () => {
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

it('jobs in portions are all there, each once, in order', () => {
  const all = jobs(3, 3, 5, 11, 1);
  expect([...portions(all, 10)]).toEqual([all.slice(0, 2), all.slice(2, 3), all.slice(3, 4), all.slice(4)]);
  expect([...portions([], 10)]).toEqual([]);
});
