import { describe, expect, it } from 'vitest';
import { ShortLivedCache } from './short-lived-cache.ts';

const LIMITS = { ttlMs: 1_000, negativeTtlMs: 100, size: 10 };

function counting(): { load: () => Promise<number>; calls: () => number } {
  let calls = 0;
  return { load: async () => (calls += 1), calls: () => calls };
}

function withResolvers<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((fulfil) => (resolve = fulfil));
  return { promise, resolve };
}

describe('a short-lived cache', () => {
  it('asks once until the answer is too old', async () => {
    let now = 0;
    const cache = new ShortLivedCache<number>(LIMITS, () => now);
    const { load } = counting();
    expect(await cache.get('a', load)).toBe(1);
    now = 999;
    expect(await cache.get('a', load)).toBe(1);
    now = 1_000;
    expect(await cache.get('a', load)).toBe(2);
  });

  it('asks once for all who ask at the same time', async () => {
    const cache = new ShortLivedCache<number>(LIMITS, () => 0);
    const { load, calls } = counting();
    expect(await Promise.all([cache.get('a', load), cache.get('a', load), cache.get('b', load)])).toEqual([1, 1, 2]);
    expect(calls()).toBe(2);
  });

  it('lets others wait for an answer that takes longer than answers live', async () => {
    let now = 0;
    const cache = new ShortLivedCache<number>(LIMITS, () => now);
    const { promise, resolve } = withResolvers<number>();
    const first = cache.get('a', () => promise);
    now = 5_000;
    const { load, calls } = counting();
    const second = cache.get('a', load);
    resolve(7);
    expect(await Promise.all([first, second])).toEqual([7, 7]);
    expect(calls()).toBe(0);
    expect(await cache.get('a', load)).toBe(1);
  });

  it.each([undefined, []])('remembers for a time of its own that there is nothing (%j)', async (nothing) => {
    let now = 0;
    const cache = new ShortLivedCache<undefined | never[]>(LIMITS, () => now);
    let calls = 0;
    const load = async () => {
      calls += 1;
      return nothing;
    };
    await cache.get('a', load);
    now = 99;
    await cache.get('a', load);
    expect(calls).toBe(1);
    now = 100;
    await cache.get('a', load);
    expect(calls).toBe(2);
  });

  it('forgets a failure, but not the success that followed it', async () => {
    const cache = new ShortLivedCache<number>(LIMITS, () => 0);
    const failing = cache.get('a', () => Promise.reject(new Error('away')));
    await expect(failing).rejects.toThrow('away');
    const { load, calls } = counting();
    await cache.get('a', load);
    await cache.get('a', load);
    expect(calls()).toBe(1);
  });

  it('drops what was not used for longest when it is full', async () => {
    const cache = new ShortLivedCache<number>({ ...LIMITS, size: 2 }, () => 0);
    const { load } = counting();
    await cache.get('a', load);
    await cache.get('b', load);
    await cache.get('a', load);
    await cache.get('c', load);
    expect(await cache.get('a', load)).toBe(1);
    expect(await cache.get('b', load)).toBe(4);
  });
});
