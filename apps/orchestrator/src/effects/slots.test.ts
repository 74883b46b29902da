import { describe, expect, it } from 'vitest';
import { Slots } from './slots.ts';

describe('slots', () => {
  it('let so many work at once, and the others in order as slots come free, also after a failure', async () => {
    const slots = new Slots(2);
    const begun: number[] = [];
    const ends: ((fails: boolean) => void)[] = [];
    const results = [0, 1, 2, 3].map((i) =>
      slots.run(() => {
        begun.push(i);
        return new Promise<number>((resolve, reject) => {
          ends[i] = (fails) => (fails ? reject(new Error('no')) : resolve(i));
        });
      }),
    );
    const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
    await settle();
    expect(begun).toEqual([0, 1]);
    ends[1]?.(true);
    await expect(results[1]).rejects.toThrow('no');
    await settle();
    expect(begun).toEqual([0, 1, 2]);
    for (const i of [0, 2]) ends[i]?.(false);
    await settle();
    ends[3]?.(false);
    expect(await Promise.all([results[0], results[2], results[3]])).toEqual([0, 2, 3]);
  });
});
