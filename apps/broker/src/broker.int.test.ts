import 'reflect-metadata';
import { openRedis, PresenceIndex } from '@push-jobs/bus';
import { unary } from '@push-jobs/contracts';
import { curveKeys, FakeNode, type TestDatabase, testDatabase, type TestRedis, testRedis } from '@push-jobs/testing';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { brokerPorts, ORGANIZATION, RunningBroker } from './broker.fixture.ts';
import { OrchestratorStandIn } from './orchestrator.fixture.ts';

let db: TestDatabase;
let redis: TestRedis;
let orchestrator: OrchestratorStandIn;
let broker: RunningBroker;

const jobId = (): string => randomBytes(16).toString('hex');
const start = (options: Partial<Parameters<typeof RunningBroker.start>[0]> = {}): Promise<RunningBroker> =>
  RunningBroker.start({
    databaseUrl: db.url,
    redisUrl: redis.url,
    orchestrators: [orchestrator.address],
    ...options,
  });
const deliver = (at: RunningBroker, commands: Parameters<RunningBroker['client']['deliver']>[0]['commands']) =>
  unary(at.client, at.client.deliver, { commands: commands ?? [] });

beforeAll(async () => {
  db = await testDatabase();
  redis = await testRedis();
  orchestrator = await new OrchestratorStandIn().start();
  broker = await start();
});
afterAll(async () => {
  await broker.stop();
  orchestrator.stop();
  await redis[Symbol.asyncDispose]();
  await db[Symbol.asyncDispose]();
});

describe('a node at the broker', () => {
  it('is aborted at once, becomes available, and gets the commands of a job', async () => {
    await using node = await broker.availableNode('good');
    // Whoever succeeds this broker, even if it is killed now, knows that the node is idle.
    const kept = await db.database.nodeState.findFirst({ where: { node: 'good' } });
    expect(kept?.idleIncarnation).toBe(node.incarnation);
    const job = jobId();
    orchestrator.openJobs.add(job);
    const commit = { command: 'chef-client', env: { variables: { A: 'b' } }, capture: true };

    const first = await deliver(broker, [{ organization: ORGANIZATION, jobId: job, nodes: ['good', 'other'], commit }]);
    expect(first.undelivered).toEqual([{ organization: ORGANIZATION, jobId: job, nodes: ['other'] }]);
    expect(await node.next()).toMatchObject({
      ...{ type: 'commit', job_id: job, command: 'chef-client', env: { A: 'b' }, capture: true },
      ...{ server: '127.0.0.1', sequence: 2 },
    });
    await node.send('ack_commit', { job_id: job });
    await orchestrator.hears({ organization: ORGANIZATION, node: 'good', jobId: job, news: 'ACK_COMMIT' });

    await deliver(broker, [{ organization: ORGANIZATION, jobId: job, nodes: ['good'], run: {} }]);
    expect(await node.next()).toMatchObject({ type: 'run', job_id: job });
    await node.send('ack_run', { job_id: job });
    await node.send('succeeded', { job_id: job, stdout: 'out', stderr: '' });
    await orchestrator.hears({
      ...{ node: 'good', jobId: job, news: 'SUCCEEDED' },
      output: { stdout: Buffer.from('out'), stderr: Buffer.alloc(0) },
    });
    expect(orchestrator.events.filter((event) => event.jobId === job).map((event) => event.news)).toEqual([
      'ACK_COMMIT',
      'ACK_RUN',
      'SUCCEEDED',
    ]);
  });

  it('gets a command once, however often the orchestrator delivers it', async () => {
    await using node = await broker.availableNode('once');
    const job = jobId();
    orchestrator.openJobs.add(job);
    const commit = { organization: ORGANIZATION, jobId: job, nodes: ['once'], commit: { command: 'x' } };

    expect((await deliver(broker, [commit, commit])).undelivered).toEqual([]);
    expect((await deliver(broker, [commit])).undelivered).toEqual([]);
    await deliver(broker, [{ organization: ORGANIZATION, jobId: job, nodes: ['once'], run: {} }]);

    expect((await node.next()).type).toBe('commit');
    expect((await node.next()).type).toBe('run');
  });

  it('is sent to rehab by an order, and when it speaks of a job that nobody knows', async () => {
    await using node = await broker.availableNode('lost-its-way');
    await deliver(broker, [{ organization: ORGANIZATION, jobId: jobId(), nodes: ['lost-its-way'], rehab: {} }]);
    await node.next('abort');
    await broker.shows('lost-its-way', { online: true, available: false });
    await node.send('aborted');
    await broker.shows('lost-its-way', { online: true, available: true });

    await node.heartbeat('committed', jobId());
    await node.next('abort');
    await broker.shows('lost-its-way', { online: true, available: false });
  });

  it('hears signed heartbeats of the server', async () => {
    await using node = (await broker.node('listener')).connect();
    await using impatient = await start({ heartbeatSeconds: 0.2 });
    await using other = (await impatient.node('listener-2')).connect();
    const [first, second] = [await other.nextBeat(), await other.nextBeat()];

    expect(second.sequence).toBe(first.sequence + 1);
    expect(first).toMatchObject({ type: 'heartbeat', server: '127.0.0.1' });
    const status = await unary(broker.client, broker.client.status, {});
    expect(first.incarnation_id).toBe(status.incarnationId); // all brokers are one server
    expect(node.options.serverPublicKey).toBe(other.options.serverPublicKey);
  });

  it('is counted and listed, each organization for itself', async () => {
    await using node = await broker.availableNode('listed');
    const list = async (organization: string) =>
      (await unary(broker.client, broker.client.list, { organization })).nodes.map((entry) => entry.node);

    expect(await list(ORGANIZATION)).toContain(node.options.node);
    expect(await list('elsewhere')).toEqual([]);
    await expect
      .poll(async () => (await unary(broker.client, broker.client.status, {})).heartbeatingNodes)
      .toBeGreaterThan(0);
  });
});

describe('the nodes of a large organization', () => {
  it('are listed in pages, or at once for who asks for no page, and only those at live brokers', async () => {
    const connection = openRedis(redis.url);
    onTestFinished(() => connection.disconnect());
    await once(connection, 'ready');
    const index = new PresenceIndex(connection);
    await index.renewLease({ session: 'alive', address: '127.0.0.1:1' }, 60_000);
    const at = (session: string) => (_: unknown, i: number) => {
      return { organization: 'large', node: `${session}-${i}`, epoch: 1, available: true, session };
    };
    const alive = Array.from({ length: 3_000 }, at('alive'));
    await index.put([...alive, ...Array.from({ length: 100 }, at('dead'))]);
    const names = alive.map(({ node }) => node).sort();

    const pages: string[][] = [];
    let page = '';
    do {
      const request = { organization: 'large', pageSize: 500, page };
      const { nodes, nextPage } = await unary(broker.client, broker.client.list, request);
      pages.push(nodes.map(({ node }) => node));
      page = nextPage;
    } while (page !== '');
    expect(pages.length).toBeGreaterThan(3);
    expect([...new Set(pages.flat())].sort()).toEqual(names);

    const { nodes, nextPage } = await unary(broker.client, broker.client.list, { organization: 'large' });
    expect([nodes.map(({ node }) => node).sort(), nextPage]).toEqual([names, '']);
  });
});

describe('configurations', () => {
  it('keep the session key of a curve key, so that the open connection goes on', async () => {
    const keys = curveKeys();
    await using node = (await broker.node('renewed', keys)).connect();
    await node.heartbeat();
    await node.next('abort');
    const again = await broker.node('renewed', keys);

    expect(again.options.sessionKey).toEqual(node.options.sessionKey);
    await node.send('aborted');
    await broker.shows('renewed', { online: true, available: true });
  });

  it('of a restarted client work beside the older ones, of which three are kept', async () => {
    await using node = (await broker.node('restarted')).connect();
    await node.heartbeat();
    await node.next('abort');
    await using next = (await broker.node('restarted')).connect();
    await next.heartbeat();
    await next.next('abort');
    for (let i = 0; i < 3; i++) await broker.node('restarted');

    const rows = await db.database.nodeSession.findMany({ where: { node: 'restarted' } });
    expect(rows).toHaveLength(3);
    expect(rows.map((row) => row.curveKey)).not.toContain(node.options.curve.publicKey);
  });

  it('that a user looked at let nobody in, and leave the node its keys', async () => {
    await using node = await broker.availableNode('looked-at');
    const refusedBefore = await broker.metric('refused_handshakes_total', { why: 'auth' });

    await using user = (await broker.node('looked-at', curveKeys(), undefined, true)).connect();
    await expect.poll(() => broker.metric('refused_handshakes_total', { why: 'auth' })).toBeGreaterThan(refusedBefore);
    await node.sendFrames(user.sign('heartbeat', { job_state: 'idle' }));
    await expect.poll(() => broker.metric('refused_messages_total', { why: 'bad_signature' })).toBeGreaterThan(0);

    const before = await broker.metric('messages_total', { type: 'heartbeat' });
    await node.heartbeat();
    await expect.poll(() => broker.metric('messages_total', { type: 'heartbeat' })).toBe(before + 1);
  });

  it('are refused without a curve key', async () => {
    await expect(broker.plainNode('plain')).rejects.toThrow('Bad ccpk');
  });
});

describe('peers that do not belong', () => {
  it('are refused and counted, while a good node goes on', async () => {
    await using good = await broker.availableNode('steady');
    const works = async (): Promise<void> => {
      const before = await broker.metric('messages_total', { type: 'heartbeat' });
      await good.heartbeat();
      await expect.poll(() => broker.metric('messages_total', { type: 'heartbeat' })).toBe(before + 1);
    };
    const refusedHandshakes = (why: string) => broker.metric('refused_handshakes_total', { why });
    const refusal = async (why: string, send: () => Promise<void>): Promise<void> => {
      const before = await broker.metric('refused_messages_total', { why });
      await send();
      await expect.poll(() => broker.metric('refused_messages_total', { why })).toBe(before + 1);
      await works();
    };

    const unregistered = await refusedHandshakes('auth');
    await using stranger = new FakeNode({ ...good.options, curve: curveKeys() }).connect();
    await expect.poll(() => refusedHandshakes('auth')).toBeGreaterThan(unregistered);
    await works();

    await using plain = new FakeNode({ ...good.options, serverCurveKey: undefined }).connect();
    await expect
      .poll(async () => (await refusedHandshakes('protocol')) + (await refusedHandshakes('other')))
      .toBeGreaterThan(0);
    await works();

    const forged = good.sign('heartbeat', { job_state: 'idle' }, randomBytes(32));
    await refusal('bad_signature', () => good.sendFrames(forged));
    await refusal('too_big', () => good.sendFrames([forged[0], Buffer.alloc(66_000, 32)]));
    const stale = new Date(Date.now() - 400_000).toUTCString();
    await refusal('stale', () => good.send('heartbeat', { job_state: 'idle', timestamp: stale }));
    await refusal('replayed', () => good.send('heartbeat', { job_state: 'idle', sequence: 1 }));
    await refusal('frame_count', () => good.sendFrames(['one frame']));
    await refusal('unknown_sender', () => good.send('heartbeat', { job_state: 'idle', node: 'nobody' }));
    await refusal('unknown_sender', () => good.send('heartbeat', { job_state: 'idle', node: 'nul\0' }));

    const disconnects = await broker.metric('disconnects_total');
    await using huge = (await broker.node('huge')).connect();
    await huge.sendFrames([forged[0], Buffer.alloc(2_000_000, 32)]);
    await expect.poll(() => broker.metric('disconnects_total')).toBeGreaterThan(disconnects);
    await works();
    expect([stranger.sequence, plain.sequence]).toEqual([0, 0]);
    expect(await broker.presence('steady')).toEqual({ node: 'steady', online: true, available: true });
  });

  it('are not let in while nobody can say who they are, and get in afterwards', async () => {
    await using other = await start();
    const { options } = await broker.node('early'); // registered, and `other` has not seen it yet
    await using node = new FakeNode({
      ...options,
      commandAddress: `tcp://127.0.0.1:${other.ports.commands}`,
      heartbeatAddress: `tcp://127.0.0.1:${other.ports.heartbeats}`,
    });
    await db.database.$executeRaw`alter table node_session rename to node_session_away`;
    node.connect();
    await expect.poll(() => other.metric('refused_handshakes_total', { why: 'unavailable' })).toBeGreaterThan(0);
    expect(await other.metric('handshakes_total')).toBe(0);
    await db.database.$executeRaw`alter table node_session_away rename to node_session`;

    await node.connect().heartbeat(); // libzmq would try again too, after its handshake's time is up

    expect((await node.next()).type).toBe('abort');
  });

  it('cannot speak for another node on a connection of their own', async () => {
    await using victim = await broker.availableNode('victim');
    await using thief = await broker.availableNode('thief');
    const before = await broker.metric('refused_messages_total', { why: 'foreign_connection' });

    await thief.sendFrames(victim.sign('heartbeat', { job_state: 'idle' }));

    await expect.poll(() => broker.metric('refused_messages_total', { why: 'foreign_connection' })).toBe(before + 1);
  });
});

describe('reports', () => {
  it('are sent again under the same number when their acknowledgement was lost', async () => {
    await using node = await broker.availableNode('reporter');
    const job = jobId();
    orchestrator.openJobs.add(job);
    orchestrator.answersToLose = 2;

    await node.send('ack_commit', { job_id: job });

    const batchesOfJob = () =>
      orchestrator.batches.filter((batch) => batch.events.some((event) => event.jobId === job));
    await expect.poll(() => batchesOfJob().length).toBe(3);
    expect(new Set(batchesOfJob().map(({ session, lane, number }) => `${session} ${lane} ${number}`)).size).toBe(1);
    expect(orchestrator.count({ jobId: job })).toBe(1);
    await expect.poll(() => broker.metric('report_queue')).toBe(0);
  });

  it('wait in order while no orchestrator is there', async () => {
    await using node = await broker.availableNode('patient');
    const job = jobId();
    orchestrator.openJobs.add(job);
    await node.send('ack_commit', { job_id: job }); // the job is known to be open from here on
    await orchestrator.hears({ jobId: job, news: 'ACK_COMMIT' });
    orchestrator.stop();

    await node.send('ack_run', { job_id: job });
    await node.send('failed', { job_id: job });
    await expect.poll(() => broker.metric('report_queue')).toBeGreaterThan(0);
    expect(await broker.presence('patient')).toMatchObject({ online: true });
    await orchestrator.start(orchestrator.port);

    await orchestrator.hears({ jobId: job, news: 'FAILED' });
    const news = orchestrator.events.filter((event) => event.jobId === job).map((event) => event.news);
    expect(news).toEqual(['ACK_COMMIT', 'ACK_RUN', 'FAILED']);
  });
});

describe('a broker that is replaced', () => {
  it('greets the nodes it knew with ack, also when Redis lost everything meanwhile', async () => {
    const ports = await brokerPorts();
    const first = await start({ ports });
    await using node = await first.availableNode('survivor');
    await first.stop();
    await using second = await start({ ports });
    await node.heartbeat();
    expect((await node.next()).type).toBe('ack');
    await second.shows('survivor', { online: true, available: true });

    await second.stop();
    await redis.restart();
    await using third = await start({ ports });
    await node.heartbeat();
    expect((await node.next()).type).toBe('ack');
    await third.shows('survivor', { online: true, available: true });
    expect(orchestrator.count({ node: 'survivor' })).toBe(0);
  });

  it('puts its nodes back when Redis comes back empty, and answers for its own until then', async () => {
    await using node = await broker.availableNode('kept-in-memory');
    await redis.stop();
    await expect(unary(broker.client, broker.client.list, { organization: ORGANIZATION })).rejects.toThrow(
      'UNAVAILABLE',
    );
    expect(await broker.presence('kept-in-memory')).toMatchObject({ online: true, available: true });
    await expect(broker.presence('never-seen')).rejects.toThrow('UNAVAILABLE');
    await redis.restart();

    await node.heartbeat();
    await expect
      .poll(async () => {
        const list = unary(broker.client, broker.client.list, { organization: ORGANIZATION });
        return (await list.catch(() => ({ nodes: [] }))).nodes.map((entry) => entry.node);
      })
      .toContain('kept-in-memory');
  });

  it('gives a node to another broker with its duty, and takes no note of its leaving', async () => {
    const [a, b] = [await start({ heartbeatSeconds: 0.3 }), await start({ heartbeatSeconds: 0.3 })];
    await using one = a;
    await using two = b;
    await using node = await one.availableNode('mover');
    node.beatEvery(100);
    const job = jobId();
    orchestrator.openJobs.add(job);
    orchestrator.duties = [
      { organization: ORGANIZATION, node: 'mover', jobId: job, jobStatus: 'running', nodeStatus: 'running' },
    ];

    const { options } = await two.node('mover', node.options.curve);
    node.beatEvery(undefined);
    node.disconnect();
    await using moved = new FakeNode(options);
    moved.incarnation = node.incarnation;
    moved.connect().beatEvery(100);
    await moved.heartbeat('running', job);
    expect((await moved.next()).type).toBe('ack');
    await expect.poll(() => one.metric('nodes_online')).toBe(0);

    expect(orchestrator.count({ node: 'mover', news: 'DOWN' })).toBe(0);
    await two.shows('mover', { online: true, available: true });
    // It was running and says idle ever since: its result was lost on the way.
    await orchestrator.hears({ node: 'mover', jobId: job, news: 'LOST' });
    orchestrator.duties = [];
  });

  it('reports a node that fell silent once', async () => {
    await using impatient = await start({ heartbeatSeconds: 0.3 });
    await using node = await impatient.availableNode('silent');
    node.disconnect();

    await orchestrator.hears({ node: 'silent', news: 'DOWN', jobId: '' });
    await impatient.shows('silent', { online: false, available: false });
    await expect.poll(() => impatient.metric('nodes_online')).toBe(0);
    node.connect();
    await node.heartbeat();
    await node.next('abort'); // it is not remembered as idle

    expect(orchestrator.count({ node: 'silent', news: 'DOWN' })).toBe(1);
  });
});
