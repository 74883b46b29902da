import 'reflect-metadata';
import { curveKeys, FakeNode } from '@push-jobs/testing';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newPrincipal, ORGANIZATION, RunningBroker } from './broker.fixture.ts';
import { Events } from './events.ts';
import { SessionCleanup } from './keys/session-life.ts';
import { Surroundings } from './surroundings.fixture.ts';

let around: Surroundings;
let broker: RunningBroker;
beforeAll(async () => {
  around = await Surroundings.create();
  broker = await around.broker();
});
afterAll(async () => {
  await broker.stop();
  await around[Symbol.asyncDispose]();
});

/** As if a node's configurations had been given out so long ago. */
const age = (node: string, seconds: number) =>
  around.db.database.$executeRaw`
    update node_session set configured_at = now() - make_interval(secs => ${seconds}::int) where node = ${node}`;
const LIFETIME = 3_600;
const GRACE = 600;

/** The same node, process and keys, at another broker. */
function at(other: RunningBroker, node: FakeNode): FakeNode {
  const moved = new FakeNode({ ...node.options, commandAddress: `tcp://127.0.0.1:${other.ports.commands}` });
  moved.incarnation = node.incarnation;
  return moved;
}

describe('a session: 4', () => {
  it('goes on when the key of the client is replaced, and the next configuration is for the new key', async () => {
    await using node = await broker.availableNode('rotated');
    const again = await broker.node('rotated', node.options.curve, newPrincipal());
    expect(again.options.sessionKey).toEqual(node.options.sessionKey);

    const jobId = around.openJob();
    await broker.deliver({ organization: ORGANIZATION, jobId, nodes: ['rotated'], commit: { command: 'x' } });
    expect(await node.next()).toMatchObject({ type: 'commit', job_id: jobId });
  });

  it('of an older configuration works at a broker that never heard of it, until three newer ones were fetched', async () => {
    const older = await broker.node('older');
    await broker.node('older');
    await broker.node('older');
    await using other = await around.broker();
    await using node = at(other, older).connect();
    await node.heartbeat();
    expect((await node.next()).type).toBe('abort');

    await broker.node('older');
    await using another = await around.broker();
    await using late = at(another, older).connect();
    await expect.poll(() => another.metric('refused_handshakes_total', { why: 'auth' })).toBeGreaterThan(0);
    expect(late.sequence).toBe(0);
  });

  it('that a second request renews serves both connections, of which the newer one is used', async () => {
    const keys = curveKeys();
    await using first = await broker.makeAvailable(await broker.node('reconnected', keys));
    await using second = await broker.node('reconnected', keys);
    second.incarnation = first.incarnation;
    await second.connect().heartbeat();
    expect((await second.next()).type).toBe('ack');
    const jobId = around.openJob();
    await broker.deliver({ organization: ORGANIZATION, jobId, nodes: ['reconnected'], commit: { command: 'x' } });
    expect(await second.next()).toMatchObject({ type: 'commit', job_id: jobId });
  });
});

describe('a session that was not renewed: 4', () => {
  it('is refused once its lifetime and the grace are over, so that a removed client goes offline', async () => {
    const configured = await broker.node('removed');
    await age('removed', LIFETIME + GRACE + 10);
    await using other = await around.broker();
    await using node = at(other, configured).connect();
    await node.heartbeat();
    await expect.poll(() => other.metric('refused_messages_total', { why: 'expired' })).toBe(1);
    expect(await other.presence('removed')).toMatchObject({ online: false });
  });

  it('is good within the grace, and again at once when it is renewed at another broker', async () => {
    const configured = await broker.node('tardy');
    await age('tardy', LIFETIME + GRACE - 60);
    await using other = await around.broker();
    await using node = await other.makeAvailable(at(other, configured));
    await age('tardy', LIFETIME + GRACE + 60);
    await using third = await around.broker();
    await using ended = at(third, configured).connect();
    await ended.heartbeat();
    await expect.poll(() => third.metric('refused_messages_total', { why: 'expired' })).toBe(1);

    await broker.node('tardy', node.options.curve);
    await expect
      .poll(async () => {
        await ended.heartbeat();
        return third.metric('nodes_online');
      })
      .toBe(1);
  });

  it('lasts as long as the job that is in flight, and gets no other one', async () => {
    await using node = await broker.availableNode('busy');
    const job = around.openJob();
    await age('busy', LIFETIME + GRACE + 10);
    await using other = await around.broker();
    await using moved = at(other, node).connect();
    await moved.heartbeat('running', job);
    expect((await moved.next()).type).toBe('ack');

    const next = around.openJob();
    await other.deliver({ organization: ORGANIZATION, jobId: next, nodes: ['busy'], commit: { command: 'x' } });
    const reason = 'the configuration of the node has expired';
    await around.orchestrator.hears({ jobId: next, news: 'NACK_COMMIT', reason });
    await moved.send('succeeded', { job_id: job });
    await around.orchestrator.hears({ jobId: job, news: 'SUCCEEDED' });
    await moved.heartbeat();
    await expect.poll(() => other.metric('refused_messages_total', { why: 'expired' })).toBe(1);
  });
});

describe('the clean-up', () => {
  const events = new Events(new Registry());
  const curveKeysOf = async (node: string) =>
    (await around.db.database.nodeSession.findMany({ where: { node } })).map((row) => row.curveKey);
  const DAY_MS = 86_400_000;

  it('removes what was replaced two lifetimes ago, and keeps the newest of each node for a month', async () => {
    const now = Date.now();
    const [old, newest] = [await broker.node('kept'), await broker.node('kept')];
    const keyOf = ({ options }: FakeNode) => options.curve.publicKey;
    const cleanup = new SessionCleanup(around.db.database, events);

    await cleanup.run(now + (2 * LIFETIME + GRACE) * 1_000 - 60_000);
    expect(await curveKeysOf('kept')).toHaveLength(2);
    await cleanup.run(now + (2 * LIFETIME + GRACE) * 1_000 + 60_000);
    expect(await curveKeysOf('kept')).toEqual([keyOf(newest)]);
    expect(keyOf(old)).not.toBe(keyOf(newest));
    await cleanup.run(now + 29 * DAY_MS);
    expect(await curveKeysOf('kept')).toHaveLength(1);
    await cleanup.run(now + 31 * DAY_MS);
    expect(await curveKeysOf('kept')).toEqual([]);
  });

  it('removes in steps whatever there is, also when several brokers are at it', async () => {
    await around.db.database.$executeRaw`
      insert into node_session (organization, node, curve_key, sealed_session_key, configured_at)
      select 'acme', 'crowd', 'key ' || i, '', now() - interval '1 day' - make_interval(secs => i)
      from generate_series(1, 2500) as i`;
    await around.db.database.$executeRaw`
      insert into node_state (organization, node, updated_at) values ('acme', 'crowd', now() - interval '1 day')`;
    const brokers = [1, 2, 3].map(() => new SessionCleanup(around.db.database, events));
    const removed = await Promise.all(brokers.map((cleanup) => cleanup.run(Date.now())));

    expect(removed.reduce((sum, count) => sum + count, 0)).toBe(2_499);
    expect(await curveKeysOf('crowd')).toEqual(['key 1']);
    await expect.poll(() => around.db.database.nodeState.count({ where: { node: 'crowd' } })).toBe(0);
  });
});
