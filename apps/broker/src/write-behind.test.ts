import { EventEmitter, once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { WriteBehind } from './write-behind.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('values that are written behind', () => {
  it('are written in batches, only the latest of each key', async () => {
    const written: (readonly number[])[] = [];
    const behind = new WriteBehind<number>(
      (values) => Promise.resolve(void written.push(values)),
      () => undefined,
    );
    behind.set('a', 1);
    behind.set('b', 2);
    behind.set('a', 3);
    expect(behind.get('a')).toBe(3);
    await behind.close(1_000);

    expect(written).toEqual([[3, 2]]);
    expect(behind.get('a')).toBeUndefined();
  });

  it('wait for company after a batch, but not with one that somebody may look for', async () => {
    const written: (readonly number[])[] = [];
    const batch = new EventEmitter();
    const behind = new WriteBehind<number>(
      (values) => {
        written.push(values);
        batch.emit('written');
        return Promise.resolve();
      },
      () => undefined,
    );
    behind.set('a', 1);
    await once(batch, 'written');
    behind.set('b', 2);
    void behind.setNow('c', 3);
    await turn();
    await turn();
    expect(written).toEqual([[1], [2, 3]]);
    await behind.close(1_000);
  });

  it('that somebody may look for do not wait after the batch they came too late for', async () => {
    const written: (readonly number[])[] = [];
    const behind = new WriteBehind<number>(
      async (values) => {
        written.push(values);
        if (written.length === 1) void behind.setNow('b', 2);
        await turn();
      },
      () => undefined,
    );
    behind.set('a', 1);
    for (let turns = 0; turns < 5; turns++) await turn();
    expect(written).toEqual([[1], [2]]);
    await behind.close(1_000);
  });

  it('that somebody may look for are known to be written, or not to be while the store is away', async () => {
    const store = { away: false, holds: [] as number[] };
    const behind = new WriteBehind<number>(
      async (values) => {
        await turn();
        if (store.away) throw new Error('away');
        store.holds.push(...values);
      },
      () => undefined,
    );
    behind.set('a', 1);
    await turn(); // that batch is under way
    await behind.setNow('b', 2);
    expect(store.holds).toEqual([1, 2]);

    store.away = true;
    await behind.setNow('c', 3);
    expect(store.holds).toEqual([1, 2]);
    await behind.close(0);
  });

  it('that come too late are told so', async () => {
    const behind = new WriteBehind<number>(
      () => Promise.resolve(),
      () => undefined,
    );
    await behind.close(1_000);
    await expect(behind.setNow('a', 1)).resolves.toBeUndefined();
  });

  it('stay known while the store is away, newer ones win, and closing gives up in time', async () => {
    const attempts: (readonly number[])[] = [];
    const behind = new WriteBehind<number>(
      (values) => {
        attempts.push(values);
        return Promise.reject(new Error('away'));
      },
      () => behind.set('a', 2),
    );
    behind.set('a', 1);
    await turn();
    await turn();

    expect(attempts).toEqual([[1]]);
    expect(behind.get('a')).toBe(2);
    await behind.close(0);
    expect(attempts).toEqual([[1]]);
  });

  it('are written once the store is back', async () => {
    let away = true;
    const written = new Promise<readonly number[]>((resolve) => {
      const behind = new WriteBehind<number>(
        (values) => (away ? Promise.reject(new Error('away')) : Promise.resolve(resolve(values))),
        () => (away = false),
      );
      behind.set('a', 1);
    });
    expect(await written).toEqual([1]);
  });
});
