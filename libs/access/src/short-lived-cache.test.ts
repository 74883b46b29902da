import { describe, expect, it } from 'vitest';
import { ShortLivedCache } from './short-lived-cache.ts';

function counting(): { load: () => Promise<number>; calls: () => number } {
  let calls = 0;
  return { load: async () => (calls += 1), calls: () => calls };
}

describe('a short-lived cache', () => {
  it('asks once until the answer is too old', async () => {
    let now = 0;
    const cache = new ShortLivedCache<number>({ ttlMs: 1_000, size: 10 }, () => now);
    const { load } = counting();
    expect(await cache.get('a', load)).toBe(1);
    now = 999;
    expect(await cache.get('a', load)).toBe(1);
    now = 1_000;
    expect(await cache.get('a', load)).toBe(2);
  });

  it('asks once for all who ask at the same time', async () => {
    const cache = new ShortLivedCache<number>({ ttlMs: 1_000, size: 10 }, () => 0);
    const { load, calls } = counting();
    expect(await Promise.all([cache.get('a', load), cache.get('a', load), cache.get('b', load)])).toEqual([1, 1, 2]);
    expect(calls()).toBe(2);
  });

  it('remembers that there is nothing', async () => {
    const cache = new ShortLivedCache<undefined>({ ttlMs: 1_000, size: 10 }, () => 0);
    let calls = 0;
    const load = async (): Promise<undefined> => void (calls += 1);
    await cache.get('a', load);
    await cache.get('a', load);
    expect(calls).toBe(1);
  });

  it('forgets a failure, but not the success that followed it', async () => {
    const cache = new ShortLivedCache<number>({ ttlMs: 1_000, size: 10 }, () => 0);
    const failing = cache.get('a', () => Promise.reject(new Error('away')));
    await expect(failing).rejects.toThrow('away');
    const { load, calls } = counting();
    await cache.get('a', load);
    await cache.get('a', load);
    expect(calls()).toBe(1);
  });

  it('drops what was not used for longest when it is full', async () => {
    const cache = new ShortLivedCache<number>({ ttlMs: 1_000, size: 2 }, () => 0);
    const { load } = counting();
    await cache.get('a', load);
    await cache.get('b', load);
    await cache.get('a', load);
    await cache.get('c', load);
    expect(await cache.get('a', load)).toBe(1);
    expect(await cache.get('b', load)).toBe(4);
  });
});
