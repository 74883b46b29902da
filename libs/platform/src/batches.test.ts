import { afterEach, describe, expect, it, vi } from 'vitest';
import { Batches, type BatchesOptions } from './batches.ts';

const there = (): Promise<void> => Promise.resolve();

/** Doubles numbers; the batches that were tried are kept. A batch with a number below 0 fails. */
function doubling(more: Partial<BatchesOptions<number, number>> = {}): {
  batches: Batches<number, number>;
  tried: number[][];
} {
  const tried: number[][] = [];
  const work = (items: readonly number[]): Promise<number[]> => {
    tried.push([...items]);
    const bad = items.filter((item) => item < 0);
    return bad.length > 0
      ? Promise.reject(new Error(`bad: ${bad.join()}`))
      : Promise.resolve(items.map((item) => 2 * item));
  };
  return { batches: new Batches({ work, stillThere: there, ...more }), tried };
}

const all = (batches: Batches<number, number>, items: readonly number[]): Promise<PromiseSettledResult<number>[]> =>
  Promise.allSettled(items.map((item) => batches.add(item)));

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

class Gate {
  open: () => void = () => undefined;
  readonly opened = new Promise<void>((resolve) => (this.open = resolve));
}

afterEach(() => vi.useRealTimers());

describe('natural batching', () => {
  it('does together what came in one moment, and gives each its own result', async () => {
    const { batches, tried } = doubling();
    expect(await Promise.all([1, 2, 3].map((item) => batches.add(item)))).toEqual([2, 4, 6]);
    expect(tried).toEqual([[1, 2, 3]]);
  });

  it('does one batch at a time, and everything that came meanwhile in the next', async () => {
    const [gate, begun] = [new Gate(), new Gate()];
    const tried: number[][] = [];
    const work = async (items: readonly number[]): Promise<readonly number[]> => {
      tried.push([...items]);
      begun.open();
      await gate.opened;
      return items;
    };
    const batches = new Batches({ work, stillThere: there });
    const first = batches.add(1);
    await begun.opened;
    const others = [2, 3].map((item) => batches.add(item));
    gate.open();
    await Promise.all([first, ...others]);
    expect(tried).toEqual([[1], [2, 3]]);
  });

  it('takes no more than fits, and at least one', async () => {
    const { batches, tried } = doubling({ cut: (waiting) => (waiting[0] === 9 ? 0 : 2) });
    await all(batches, [1, 2, 9, 3, 4]);
    expect(tried).toEqual([[1, 2], [9], [3, 4]]);
  });

  it('does so many batches at once as it may', async () => {
    const [gate, begun] = [new Gate(), new Gate()];
    const tried: number[][] = [];
    const work = async (items: readonly number[]): Promise<readonly number[]> => {
      tried.push([...items]);
      if (tried.length === 2) begun.open();
      await gate.opened;
      return items;
    };
    const batches = new Batches({ work, atOnce: 2, cut: () => 2 });
    const answers = [1, 2, 3, 4, 5].map((item) => batches.add(item));
    await begun.opened;
    expect(tried).toEqual([
      [1, 2],
      [3, 4],
    ]);
    gate.open();
    expect(await Promise.all(answers)).toEqual([1, 2, 3, 4, 5]);
    expect(tried[2]).toEqual([5]);
  });

  it('does not wait for a batch that hangs', async () => {
    const gate = new Gate();
    const work = async (items: readonly number[]): Promise<readonly number[]> => {
      if (items.includes(1)) await gate.opened;
      return items;
    };
    const batches = new Batches({ work, slowMs: 1 });
    const hanging = batches.add(1);
    await nextTurn();
    expect(await batches.add(2)).toBe(2);
    gate.open();
    expect(await hanging).toBe(1);
  });

  it('rests after a batch where it may, the longer the more there was, and takes along what came meanwhile', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    const { batches, tried } = doubling({ restMs: (items) => 10 * items });
    expect(await batches.add(1)).toBe(2);
    const second = all(batches, [2, 3]);
    await nextTurn();
    expect(tried).toEqual([[1]]);
    vi.advanceTimersByTime(10);
    await second;
    const third = batches.add(4);
    await nextTurn();
    vi.advanceTimersByTime(10);
    expect(tried).toEqual([[1], [2, 3]]);
    vi.advanceTimersByTime(10);
    expect(await third).toBe(8);
  });

  it('fails a batch as a whole, and not the next, where nobody can tell who is at fault', async () => {
    const { batches, tried } = doubling({ stillThere: undefined });
    const results = await all(batches, [1, -2]);
    expect(results.map((result) => result.status === 'rejected' && String(result.reason))).toEqual([
      'Error: bad: -2',
      'Error: bad: -2',
    ]);
    expect(await batches.add(3)).toBe(6);
    expect(tried).toEqual([[1, -2], [3]]);
  });

  it('lets what is at fault fail alone, with its own error, and does the others once', async () => {
    const { batches, tried } = doubling();
    const results = await all(batches, [1, 2, -3, 4, -5]);
    expect(results.map((result) => (result.status === 'fulfilled' ? result.value : String(result.reason)))).toEqual([
      2,
      4,
      'Error: bad: -3',
      8,
      'Error: bad: -5',
    ]);
    const done = tried.filter((items) => items.every((item) => item >= 0)).flat();
    expect(done).toEqual([1, 2, 4]);
  });

  it('fails everything at once where no item is at fault, and goes on afterwards', async () => {
    const { batches, tried } = doubling({ stillThere: () => Promise.reject(new Error('away')) });
    const results = await all(batches, [1, -2, 3]);
    expect(results.map((result) => result.status === 'rejected' && String(result.reason))).toEqual(
      Array.from({ length: 3 }, () => 'Error: away'),
    );
    expect(await batches.add(4)).toBe(8);
    expect(tried).toEqual([[1, -2, 3], [4]]);
  });
});
