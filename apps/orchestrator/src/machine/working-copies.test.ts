import { newJob } from '@push-jobs/job';
import { describe, expect, it } from 'vitest';
import { WorkingCopies } from './working-copies.ts';

const job = (id: string, nodes = 1): ReturnType<typeof newJob> =>
  newJob({ id, quorum: 1, nodes: Array.from({ length: nodes }, (_, i) => `n${i}`) });

describe('working copies', () => {
  it('are handed out once, and only for the version that they have', () => {
    const copies = new WorkingCopies();
    const mine = job('a');
    copies.put(mine, 3);
    expect(copies.take('a', 3)).toBe(mine);
    expect(copies.take('a', 3)).toBeUndefined();
    copies.put(mine, 3);
    expect(copies.take('a', 4)).toBeUndefined();
    expect(copies.take('a', 3)).toBeUndefined();
  });

  it('do not go back to an older version', () => {
    const copies = new WorkingCopies();
    const newer = job('a');
    copies.put(newer, 5);
    copies.put(job('a'), 4);
    expect(copies.take('a', 5)).toBe(newer);
  });

  it('make room for others, the least recently used first', () => {
    const copies = new WorkingCopies(10);
    const [a, b, c] = [job('a', 4), job('b', 4), job('c', 4)];
    copies.put(a, 1);
    copies.put(b, 1);
    copies.put(copies.take('a', 1) ?? a, 2);
    copies.put(c, 1);
    expect(copies.take('b', 1)).toBeUndefined();
    expect(copies.take('a', 2)).toBe(a);
    expect(copies.take('c', 1)).toBe(c);
  });
});
