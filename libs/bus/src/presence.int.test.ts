import { testRedis } from '@push-jobs/testing';
import { describe, expect, it } from 'vitest';
import { FIRST_PAGE, type Page, type Placement, PresenceIndex } from './presence.ts';
import { openRedis } from './redis.ts';
import { once } from 'node:events';

async function index(): Promise<{ index: PresenceIndex; [Symbol.asyncDispose](): Promise<void> }> {
  const server = await testRedis();
  const redis = openRedis(server.url);
  await once(redis, 'ready');
  return {
    index: new PresenceIndex(redis),
    [Symbol.asyncDispose]: async () => {
      redis.disconnect();
      await server[Symbol.asyncDispose]();
    },
  };
}

const at = (session: string, epoch: number, over: Partial<Placement> = {}): Placement => ({
  ...{ organization: 'acme', node: 'web-1', epoch, available: true, session },
  ...over,
});

describe('the index of who is where', () => {
  it('gives a node to the broker that heard it last, whatever order the writes arrive in', async () => {
    await using test = await index();
    await test.index.put([at('b', 2)]);
    await test.index.put([at('a', 1)]);
    expect(await test.index.find('acme', ['web-1', 'web-2'])).toEqual([at('b', 2)]);
  });

  it('takes a change of availability from the same broker', async () => {
    await using test = await index();
    await test.index.put([at('a', 1)]);
    await test.index.put([at('a', 1, { available: false })]);
    expect(await test.index.all('acme')).toEqual([at('a', 1, { available: false })]);
  });

  it('removes a node only for the broker that still has it', async () => {
    await using test = await index();
    await test.index.put([at('b', 2), at('b', 3, { node: 'web-2' })]);
    expect(await test.index.remove([at('a', 1), at('b', 3, { node: 'web-2' })])).toEqual([
      at('b', 3, { node: 'web-2' }),
    ]);
    expect(await test.index.all('acme')).toEqual([at('b', 2)]);
  });

  it('keeps organizations apart', async () => {
    await using test = await index();
    await test.index.put([at('a', 1), at('a', 1, { organization: 'other' })]);
    expect(await test.index.all('other')).toEqual([at('a', 1, { organization: 'other' })]);
    expect((await test.index.organizations()).sort()).toEqual(['acme', 'other']);
  });

  it('holds more nodes than one script handles', async () => {
    await using test = await index();
    const many = Array.from({ length: 1_234 }, (_, i) => at('a', 1, { node: `n${i}` }));
    await test.index.put(many);
    expect(await test.index.all('acme')).toHaveLength(1_234);
    expect(await test.index.remove(many)).toHaveLength(1_234);
  });

  it('is read in pages, which miss no node although others come meanwhile', async () => {
    await using test = await index();
    const nodes = (prefix: string) => Array.from({ length: 10_000 }, (_, i) => at('a', 1, { node: `${prefix}${i}` }));
    const known = nodes('known');
    await test.index.put(known);

    const found = new Map<string, Placement>();
    let pages = 0;
    for (let page: Page | undefined = FIRST_PAGE; page !== undefined; pages++) {
      const { placements, next } = await test.index.page('acme', 1_000, page);
      for (const placement of placements) found.set(placement.node, placement);
      if (pages === 3) await test.index.put(nodes('late'));
      page = next;
    }
    expect(pages).toBeGreaterThan(4);
    expect(known.map(({ node }) => found.get(node))).toEqual(known);
    expect(await test.index.page('nobody', 1_000, FIRST_PAGE)).toEqual({ placements: [] });
  });

  it('finds the nodes of a job that names more than one command can carry', async () => {
    await using test = await index();
    await test.index.put([at('a', 1, { node: 'n7' }), at('b', 2, { node: 'n199999' })]);
    const names = Array.from({ length: 200_000 }, (_, i) => `n${i}`);
    expect((await test.index.find('acme', names)).map(({ node }) => node)).toEqual(['n7', 'n199999']);
  });
});

describe('a lease', () => {
  it('tells a broker whether Redis still knew it', async () => {
    await using test = await index();
    const broker = { session: 'a', address: '127.0.0.1:1' };
    expect(await test.index.renewLease(broker, 10_000)).toBe(false);
    expect(await test.index.renewLease(broker, 10_000)).toBe(true);
    expect(await test.index.brokers()).toEqual([broker]);
  });

  it('ends when the broker drops it', async () => {
    await using test = await index();
    await test.index.renewLease({ session: 'a', address: '127.0.0.1:1' }, 10_000);
    await test.index.dropLease('a');
    expect(await test.index.brokers()).toEqual([]);
  });
});
