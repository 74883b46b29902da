import 'reflect-metadata';
import { Logger } from '@nestjs/common';
import { FakeNode } from '@push-jobs/testing';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ORGANIZATION, RunningBroker } from './broker.fixture.ts';
import { Surroundings, unknownJob } from './surroundings.fixture.ts';

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

const order = (node: string, jobId: string, action: object) =>
  broker.deliver({ organization: ORGANIZATION, jobId, nodes: [node], ...action });
const newsOf = (jobId: string) =>
  around.orchestrator.events.filter((event) => event.jobId === jobId).map((event) => event.news);

/** A node that runs a job. */
async function runningNode(name: string): Promise<{ node: FakeNode; job: string }> {
  const node = await broker.availableNode(name);
  const job = around.openJob();
  await order(name, job, { commit: { command: 'x' } });
  await node.next('commit');
  await node.send('ack_commit', { job_id: job });
  await order(name, job, { run: {} });
  await node.next('run');
  await node.send('ack_run', { job_id: job });
  await around.orchestrator.hears({ jobId: job, news: 'ACK_RUN' });
  return { node, job };
}

/** Resolves when everything the node sent so far has been dealt with: a broker keeps the order of a connection. */
async function caughtUp(node: FakeNode): Promise<void> {
  const job = around.openJob();
  await node.send('nack_commit', { job_id: job });
  await around.orchestrator.hears({ jobId: job, news: 'NACK_COMMIT' });
}

describe('aborted: 6', () => {
  it('after a rehab that a job ordered ends the rehab, and is no news to that job, however often it comes', async () => {
    const { node, job } = await runningNode('twice');
    await using _ = node;
    await order('twice', job, { rehab: {} });
    await node.next('abort');
    await node.send('aborted', { job_id: job });
    await node.send('aborted');
    await broker.shows('twice', { online: true, available: true });
    await caughtUp(node);
    expect(newsOf(job)).toEqual(['ACK_COMMIT', 'ACK_RUN']);
  });

  it('with a null job id of a node that runs a job is all a stock client says about output that is not UTF-8', async () => {
    const { node, job } = await runningNode('not-utf-8');
    await using _ = node;
    await node.send('aborted');
    await around.orchestrator.hears({ node: 'not-utf-8', jobId: job, news: 'ABORTED', output: null });
  });

  it('for a job that nobody knows changes nothing', async () => {
    await using node = await broker.availableNode('forgetful');
    await node.send('aborted', { job_id: unknownJob() });
    await node.send('aborted');
    await caughtUp(node);
    expect(await broker.presence('forgetful')).toMatchObject({ online: true, available: true });
  });
});

describe('a message that makes no sense: 6', () => {
  it.each(['ack_commit', 'nack_run', 'succeeded', 'failed'] as const)(
    '%s for a job that nobody knows sends the node to rehab',
    async (type) => {
      await using node = await broker.availableNode(`confused-${type}`);
      await node.send(type, { job_id: unknownJob() });
      await node.next('abort');
      await broker.shows(`confused-${type}`, { online: true, available: false });
    },
  );

  it.each([null, '', 'no job id', 'A'.repeat(32)])('so does an answer about the job %j', async (jobId) => {
    await using node = await broker.availableNode('babbling');
    await node.send('ack_run', { job_id: jobId });
    await node.next('abort');
  });

  it('an agreement of a node in rehab is told to its job as what it is: nothing to count on', async () => {
    await using node = await broker.availableNode('hasty');
    const job = around.openJob();
    await order('hasty', job, { commit: { command: 'x' } });
    await node.next('commit');
    await order('hasty', '', { rehab: {} });
    await node.next('abort');
    await node.send('ack_commit', { job_id: job });
    await around.orchestrator.hears({ jobId: job, news: 'OTHER' });
  });

  it('one that does not fit the state of the job is left to the job, which knows', async () => {
    await using node = await broker.availableNode('early');
    const job = around.openJob();
    await node.send('ack_run', { job_id: job });
    await node.send('succeeded', { job_id: job });
    await around.orchestrator.hears({ jobId: job, news: 'SUCCEEDED' });
    expect(newsOf(job)).toEqual(['ACK_RUN', 'SUCCEEDED']);
  });

  it('one about a job that has just ended is ignored, and one that comes later leads to rehab: 7', async () => {
    const { node, job } = await runningNode('late');
    await using _ = node;
    await node.send('succeeded', { job_id: job });
    await node.heartbeat('running', job); // the orchestrator still names the job among the open ones
    await caughtUp(node);
    expect(await broker.presence('late')).toMatchObject({ online: true, available: true });

    around.orchestrator.openJobs.delete(job);
    await expect
      .poll(async () => {
        await node.heartbeat('running', job);
        return (await broker.presence('late')).available;
      })
      .toBe(false);
    await node.next('abort');
  });
});

describe('output: 3', () => {
  it.each([
    ['both channels', { stdout: 'out', stderr: '' }, { stdout: Buffer.from('out'), stderr: Buffer.alloc(0) }],
    ['only stdout', { stdout: 'out' }, null],
    ['only stderr', { stderr: 'err' }, null],
    ['neither', {}, null],
  ])('is passed on with both channels or not at all: %s', async (_what, sent, output) => {
    await using node = await broker.availableNode('talkative');
    const job = around.openJob();
    await node.send('failed', { job_id: job, ...sent });
    await around.orchestrator.hears({ jobId: job, news: 'FAILED', output });
  });
});

describe('a job that is too big for its nodes: 5', () => {
  it('is refused in their name at once, and they go on', async () => {
    await using narrow = await around.broker({ maxBodySize: 2_048 });
    await using node = await narrow.availableNode('narrow');
    const [big, small] = [around.openJob(), around.openJob()];
    const commit = (jobId: string, file: string) =>
      narrow.deliver({ organization: ORGANIZATION, jobId, nodes: ['narrow'], commit: { command: 'x', file } });

    expect((await commit(big, `raw:${'x'.repeat(2_048)}`)).undelivered).toEqual([]);
    const reason = 'the job does not fit into 2048 bytes';
    await around.orchestrator.hears({ node: 'narrow', jobId: big, news: 'NACK_COMMIT', reason });
    expect((await commit(big, `raw:${'x'.repeat(2_048)}`)).undelivered).toEqual([]);
    await commit(small, 'raw:x');

    expect(await node.next()).toMatchObject({ type: 'commit', job_id: small });
    expect(around.orchestrator.count({ jobId: big })).toBe(1);
    expect(await narrow.presence('narrow')).toMatchObject({ available: true });
  });
});

describe('a node whose clock is off: 5', () => {
  it('is refused, counted, named in the log with how far it is off, and offline', async () => {
    const lines: unknown[] = [];
    Logger.overrideLogger({ log: () => undefined, error: () => undefined, warn: (line: unknown) => lines.push(line) });
    await using node = (await broker.node('time-traveller')).connect();
    const before = await broker.metric('refused_messages_total', { why: 'stale' });
    const timestamp = new Date(Date.now() + 3_600_000).toUTCString();
    await node.send('heartbeat', { job_state: 'idle', timestamp });
    await expect.poll(() => broker.metric('refused_messages_total', { why: 'stale' })).toBe(before + 1);

    const ours = lines.filter((line) => (line as { node?: string }).node === 'time-traveller'); // lines are objects
    expect(ours).toMatchObject([
      { why: 'stale', organization: ORGANIZATION, skewSeconds: expect.any(Number) as number },
    ]);
    const skews = ours.map((line) => (line as { skewSeconds: number }).skewSeconds); // as expected above
    expect(skews.every((skew) => skew > 3_500 && skew <= 3_600)).toBe(true);
    expect(await broker.presence('time-traveller')).toEqual({
      node: 'time-traveller',
      online: false,
      available: false,
    });
  });
});

describe('two processes with one name: 6', () => {
  it('take the name from each other: the one before is down, and the newer one has to become idle', async () => {
    const { node: first } = await runningNode('shared');
    await using one = first;
    await using two = (await broker.node('shared')).connect();
    await two.heartbeat();
    await two.next('abort');
    await around.orchestrator.hears({ node: 'shared', news: 'DOWN', jobId: '' });
    await two.send('aborted');
    await broker.shows('shared', { online: true, available: true });

    await one.heartbeat();
    await one.next('abort');
    await broker.shows('shared', { online: true, available: false });
  });

  it('are not found available any more by whoever hears of the second one', async () => {
    await using node = await broker.availableNode('restarted');
    const beats = () => broker.metric('messages_total', { type: 'heartbeat' });
    const before = await beats();
    node.incarnation = randomUUID();
    // Where it is now cannot be written while nobody gets an epoch.
    const found = await around.db.database.$transaction(async (transaction) => {
      await transaction.$executeRaw`alter sequence presence_epoch cache 1`;
      await node.connect().heartbeat();
      const onceTold = node.next('abort').then(() => broker.presence('restarted'));
      await expect.poll(beats).toBe(before + 1);
      return { onceTold };
    });
    expect(await found.onceTold).toEqual({ node: 'restarted', online: true, available: false });
  });

  it('cost only so much, however fast they alternate, and cost nobody else anything', async () => {
    await using one = await broker.availableNode('contested');
    await using two = (await broker.node('contested')).connect();
    await using other = await broker.availableNode('bystander');
    const contested = () => broker.metric('refused_messages_total', { why: 'contested' });
    for (let i = 0; i < 50; i++) {
      await two.heartbeat();
      await caughtUp(other);
      await one.heartbeat();
      await caughtUp(other);
    }
    await expect.poll(contested).toBeGreaterThan(0);
    // Five in ten seconds; a slow machine may have begun the second ten.
    expect(around.orchestrator.count({ node: 'contested', news: 'DOWN' })).toBeLessThan(30);
    expect(await broker.presence('bystander')).toMatchObject({ online: true, available: true });
  });

  it('at two brokers: the one that came last has the name, and the end of the other is no news', async () => {
    await using a = await around.broker({ heartbeatSeconds: 0.3 });
    await using b = await around.broker({ heartbeatSeconds: 0.3 });
    await using one = await a.availableNode('split');
    one.beatEvery(100);
    await using two = (await b.node('split')).connect();
    two.beatEvery(100);
    await two.next('abort');
    await around.orchestrator.hears({ node: 'split', news: 'DOWN', jobId: '' });
    await two.send('aborted');
    await b.shows('split', { online: true, available: true });

    one.beatEvery(undefined);
    one.disconnect();
    await expect.poll(() => a.metric('nodes_online')).toBe(0);
    expect(around.orchestrator.count({ node: 'split', news: 'DOWN' })).toBe(1);
    expect(await a.presence('split')).toMatchObject({ online: true, available: true });
  });
});

describe('a node that was started anew at another broker, and comes to the one that still has its old process: 6', () => {
  it('keeps the job that it runs', async () => {
    const name = 'renewed';
    await using a = await around.broker();
    await using b = await around.broker();
    await using old = await a.availableNode(name);
    old.disconnect();
    await using node = await b.node(name);
    await b.makeAvailable(node);
    const job = around.openJob();
    await b.deliver({ organization: ORGANIZATION, jobId: job, nodes: [name], commit: { command: 'x' } });
    await node.next('commit');
    await node.send('ack_commit', { job_id: job });

    await using moved = await a.node(name, node.options.curve);
    moved.incarnation = node.incarnation;
    moved.connect();
    await moved.heartbeat('committed', job);
    expect((await moved.next()).type).toBe('ack');
    await moved.send('nack_commit', { job_id: job });
    await around.orchestrator.hears({ jobId: job, news: 'NACK_COMMIT' });
    expect(newsOf(job)).toEqual(['ACK_COMMIT', 'NACK_COMMIT']);
    // The first process was reported when the second came to the other broker.
    expect(around.orchestrator.count({ node: name, news: 'DOWN' })).toBe(1);
  });
});

describe('a node that comes to another broker before it was ever idle: 6', () => {
  it('is the node it was when it is the same process', async () => {
    await using other = await around.broker();
    await using node = (await broker.node('rehab-mover')).connect();
    await node.heartbeat();
    await node.next('abort');
    await storedIncarnation('rehab-mover', node.incarnation);
    await using moved = await other.node('rehab-mover', node.options.curve);
    moved.incarnation = node.incarnation;
    await other.makeAvailable(moved);
    expect(around.orchestrator.count({ node: 'rehab-mover' })).toBe(0);
  });

  it('takes the process before down when it is another one', async () => {
    await using other = await around.broker();
    await using node = (await broker.node('rehab-restarter')).connect();
    await node.heartbeat();
    await node.next('abort');
    await storedIncarnation('rehab-restarter', node.incarnation);
    await using next = (await other.node('rehab-restarter')).connect();
    await next.heartbeat();
    await next.next('abort');
    await around.orchestrator.hears({ node: 'rehab-restarter', news: 'DOWN', jobId: '' });
  });

  async function storedIncarnation(node: string, incarnation: string): Promise<void> {
    const stored = () => around.db.database.nodeState.findFirst({ where: { node } });
    await expect.poll(async () => (await stored())?.lastIncarnation).toBe(incarnation);
  }
});
