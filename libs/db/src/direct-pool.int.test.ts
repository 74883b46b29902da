import { type TestDatabase, testDatabase } from '@push-jobs/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Call, DirectPool, type Value } from './direct-pool.ts';

let db: TestDatabase;
let pool: DirectPool;

beforeAll(async () => {
  db = await testDatabase();
  pool = new DirectPool({ url: db.url, poolSize: 2 });
  await db.database.$executeRaw`create table entry (id int primary key, text text not null)`;
});
afterAll(async () => {
  await pool.end();
  await db[Symbol.asyncDispose]();
});
beforeEach(() => db.database.$executeRaw`truncate entry`);

const call = (name: string, text: string, ...values: Value[]): Call => ({ statement: { name, text }, values });
const insert = (id: number, text: string): Call =>
  call('insert', 'insert into entry values ($1, $2) returning id', id, text);
const all = async (): Promise<unknown[]> =>
  (await pool.run<{ text: string }>(call('all', 'select text from entry order by id'))).map(({ text }) => text);
const nothing = (): Promise<void> => Promise.resolve();
const none = { calls: [], outcome: () => undefined };

describe('a transaction', () => {
  it('decides from what it reads, and answers with what it wrote', async () => {
    await pool.run(insert(1, 'one'));
    const written = await pool.transact(
      (send) => send<{ id: number }>(call('last', 'select max(id) as id from entry')),
      ([last]) => ({
        calls: [insert((last?.id ?? 0) + 1, 'two'), insert((last?.id ?? 0) + 2, 'three')],
        outcome: (answers) => answers,
      }),
    );
    expect(written).toEqual([[{ id: 2 }], [{ id: 3 }]]);
    expect(await all()).toEqual(['one', 'two', 'three']);
  });

  it('has not happened where one of its calls fails, and says which', async () => {
    const decision = { calls: [insert(1, 'one'), insert(1, 'again'), insert(2, 'two')], outcome: () => undefined };
    await expect(pool.transact(nothing, () => decision)).rejects.toMatchObject({ code: '23505' });
    await expect(pool.write(decision)).rejects.toMatchObject({ code: '23505' });
    expect(await all()).toEqual([]);
  });

  it('that is known beforehand happens as a whole', async () => {
    const calls = [insert(1, 'one'), insert(2, 'two')];
    expect(await pool.write({ calls, outcome: (answers) => answers })).toEqual([[{ id: 1 }], [{ id: 2 }]]);
    expect(await all()).toEqual(['one', 'two']);
  });

  it('has not happened where the decision throws, not even what was written to read', async () => {
    const deciding = pool.transact(
      (send) => send(insert(1, 'one')),
      () => {
        throw new Error('undecided');
      },
    );
    await expect(deciding).rejects.toThrow('undecided');
    expect(await all()).toEqual([]);
  });

  it('does not go on where reading fails', async () => {
    const reading = pool.transact(
      (send) => Promise.all([send(insert(1, 'one')), send(insert(1, 'again'))]),
      () => none,
    );
    await expect(reading).rejects.toMatchObject({ code: '23505' });
    expect(await all()).toEqual([]);
  });

  it('fails with its connection, and the next one finds another', async () => {
    const ending = pool.transact(
      (send) => send(call('end', 'select pg_terminate_backend(pg_backend_pid())')),
      () => ({ calls: [insert(1, 'one')], outcome: () => undefined }),
    );
    await expect(ending).rejects.toThrow();
    expect(await all()).toEqual([]);
  });
});

describe('a statement', () => {
  it('can be used again after it has failed', async () => {
    await pool.run(insert(1, 'one'));
    await expect(pool.run(insert(1, 'again'))).rejects.toMatchObject({ code: '23505' });
    await expect(pool.run(insert(1, 'again'))).rejects.toMatchObject({ code: '23505' });
    await pool.run(insert(2, 'two'));
    expect(await all()).toEqual(['one', 'two']);
  });
});
