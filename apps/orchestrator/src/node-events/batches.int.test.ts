import { status as grpc } from '@grpc/grpc-js';
import { describe, expect, it, vi } from 'vitest';
import { WAIT } from '../testing/grpc-fakes.ts';
import { ORG, type Replica } from '../testing/replica.ts';
import { World } from '../testing/world.ts';

async function votingJob(world: World, replica: Replica, nodes: string[], quorum = nodes.length): Promise<string> {
  await world.broker.hold(ORG, nodes);
  const jobId = await replica.create({ nodes, quorum, captureOutput: true });
  await world.broker.expectSent(jobId, [`commit ${nodes.join(' ')}`]);
  return jobId;
}

describe('batches of node events', () => {
  it('count every vote that two replicas hear at once, and send run once to every ready node', async () => {
    await using world = await World.create();
    const replicas = [await world.replica(), await world.replica()] as const;
    const nodes = Array.from({ length: 60 }, (_, i) => `n${i}`);
    const jobId = await votingJob(world, replicas[0], nodes);

    const lanes = [0, 1, 2, 3, 4, 5].map((lane) => replicas[lane % 2 === 0 ? 0 : 1].reporter('broker', lane));
    await Promise.all(
      lanes.map(async (lane, l) => {
        for (const node of nodes.filter((_, i) => i % lanes.length === l)) await lane.news(jobId, 'ACK_COMMIT', node);
      }),
    );

    await world.broker.expectSent(jobId, [`commit ${nodes.join(' ')}`, `run ${nodes.join(' ')}`]);
    const feed = await world.feed(jobId);
    expect(feed.map((line) => Number(line.split(' ')[0]))).toEqual(Array.from({ length: 62 }, (_, i) => i + 1));
    expect(feed.filter((line) => line.includes('"success"'))).toHaveLength(60);
    expect(feed.at(-1)).toBe('62 quorum_succeeded {"timestamp":T}');
    await vi.waitFor(async () => expect(await world.outboxDepth()).toBe(0), WAIT);
    expect(world.broker.sent(jobId)).toHaveLength(2);
  });

  it('change nothing when they are sent again, to any replica', async () => {
    await using world = await World.create();
    const replica = await world.replica();
    const other = await world.replica();
    const jobId = await votingJob(world, replica, ['a', 'b']);
    const vote = { organization: ORG, node: 'a', jobId, news: 'ACK_COMMIT' as const };
    await replica.reporter('session').batch(1, vote);
    const before = await world.feed(jobId);

    await replica.reporter('session').batch(1, vote);
    await other.reporter('session').batch(1, vote);

    expect(await world.feed(jobId)).toEqual(before);
    await other.reporter('session', 1).batch(1, vote);
    expect((await world.feed(jobId)).at(-1)).toContain('unexpected_commit');
  });

  it('count once when they come twice in one moment', async () => {
    await using world = await World.create();
    const replica = await world.replica();
    const jobId = await votingJob(world, replica, ['a', 'b']);
    const vote = { organization: ORG, node: 'a', jobId, news: 'ACK_COMMIT' as const };

    await Promise.all(Array.from({ length: 5 }, () => replica.reporter('session').batch(1, vote)));

    expect(await world.feed(jobId)).toHaveLength(2);
  });

  it('hold up no other lane where a job cannot be changed', async () => {
    await using world = await World.create();
    const replica = await world.replica();
    const jobs: string[] = [];
    for (const node of ['a', 'b', 'c', 'd']) jobs.push(await votingJob(world, replica, [node, 'x']));
    await world.database.job.update({ where: { id: jobs[1] ?? '' }, data: { lastEvent: 2_147_483_647 } });

    await Promise.all(
      jobs.map((jobId, i) => replica.reporter('session', i).news(jobId, 'ACK_COMMIT', ['a', 'b', 'c', 'd'][i] ?? '')),
    );

    const voters = await Promise.all(jobs.map(async (jobId) => (await replica.job(jobId)).nodes[0]?.status));
    expect(voters).toEqual(['ready', 'new', 'ready', 'ready']);
    expect(await world.database.reportCursor.count({ where: { session: 'session', number: 1 } })).toBe(4);
  });

  it('are acknowledged without effect when a later one has been here', async () => {
    await using world = await World.create();
    const replica = await world.replica();
    const jobId = await votingJob(world, replica, ['a', 'b']);
    const lane = replica.reporter('session');
    await lane.batch(7, { organization: ORG, node: 'a', jobId, news: 'ACK_COMMIT' });
    await lane.batch(5, { organization: ORG, node: 'b', jobId, news: 'ACK_COMMIT' });
    expect((await replica.job(jobId)).nodes.map((node) => node.status)).toEqual(['ready', 'new']);
  });

  it('count in every unfinished job of a node that goes down', async () => {
    await using world = await World.create();
    const replica = await world.replica();
    const one = await votingJob(world, replica, ['a', 'b']);
    const two = await votingJob(world, replica, ['a', 'c']);
    const over = await votingJob(world, replica, ['a']);
    await replica.cancel(over);
    const feedOfOver = await world.feed(over);

    await replica
      .reporter()
      .report(
        { organization: ORG, node: 'a', news: 'DOWN' },
        { organization: ORG, node: 'nobody', news: 'DOWN' },
        { organization: 'other', node: 'b', news: 'DOWN' },
      );

    for (const jobId of [one, two]) {
      expect((await world.feed(jobId)).slice(1)).toEqual([
        '2 quorum_vote {"timestamp":T,"node":"a","status":"down"}',
        '3 rehab {"timestamp":T,"node":"a"}',
      ]);
    }
    expect(await world.feed(over)).toEqual(feedOfOver);
  });

  it('count for all nodes of a broker that go down in one moment, in their own organization alone', async () => {
    await using world = await World.create();
    const replica = await world.replica();
    const nodes = Array.from({ length: 60 }, (_, i) => `n${i}`);
    const jobId = await votingJob(world, replica, [...nodes, 'other']);
    await world.broker.hold('umbrella', ['n0']);
    const elsewhere = await replica.create({ nodes: ['n0'] }, { organization: 'umbrella' });
    await world.broker.expectSent(elsewhere, ['commit n0']);
    expect(await replica.attach([...nodes, 'nobody'])).toHaveLength(60);

    await replica.reporter().report(...nodes.map((node) => ({ organization: ORG, node, news: 'DOWN' as const })));

    const statuses = (await replica.job(jobId)).nodes.map(({ status }) => status);
    expect(statuses).toEqual([...nodes.map(() => 'unavailable'), 'new']);
    expect((await replica.job(elsewhere, 'umbrella')).nodes[0]?.status).toBe('new');
  });

  it('do not send a node to rehab for ever when it says that it aborted', async () => {
    await using world = await World.create();
    const replica = await world.replica();
    const jobId = await votingJob(world, replica, ['a', 'b']);
    const broker = replica.reporter();
    await broker.report({ organization: ORG, node: 'a', news: 'ABORTED' });
    const feed = await world.feed(jobId);
    expect(feed.at(-1)).toBe('2 rehab {"timestamp":T,"node":"a"}');
    await broker.report({ organization: ORG, node: 'a', news: 'ABORTED' });
    expect(await world.feed(jobId)).toEqual(feed);
  });

  it('have no effect on another organization', async () => {
    await using world = await World.create();
    const replica = await world.replica();
    const jobId = await votingJob(world, replica, ['a']);
    const output = { stdout: Buffer.from('x'), stderr: Buffer.from('') };
    await replica
      .reporter()
      .report(
        { organization: 'other', node: 'a', jobId, news: 'NACK_COMMIT' },
        { organization: 'other', node: 'a', jobId, news: 'SUCCEEDED', output },
      );
    expect((await replica.job(jobId)).nodes[0]?.status).toBe('new');
    expect(world.outputs.stored).toEqual([]);
    await expect(replica.job(jobId, 'other')).rejects.toMatchObject({ code: grpc.NOT_FOUND });
  });

  it('wait for the output store, and keep output of every member whatever its status', async () => {
    await using world = await World.create();
    const replica = await world.replica();
    const jobId = await votingJob(world, replica, ['a', 'b']);
    world.outputs.away = 2;
    const output = { stdout: Buffer.from('early'), stderr: Buffer.from('!') };
    await replica
      .reporter()
      .report(
        { organization: ORG, node: 'a', jobId, news: 'FAILED', output },
        { organization: ORG, node: 'stranger', jobId, news: 'FAILED', output },
      );
    expect(world.outputs.stored).toEqual([{ jobId, node: 'a', ...output }]);
    expect((await replica.job(jobId)).nodes[0]?.status).toBe('unavailable');
  });

  it('keep output that is empty on both channels', async () => {
    await using world = await World.create();
    const replica = await world.replica();
    const jobId = await votingJob(world, replica, ['a']);
    const output = { stdout: Buffer.alloc(0), stderr: Buffer.alloc(0) };
    await replica.reporter().report({ organization: ORG, node: 'a', jobId, news: 'SUCCEEDED', output });
    expect(world.outputs.stored).toEqual([{ jobId, node: 'a', ...output }]);
  });

  it('lose only the part of a job that cannot be changed', async () => {
    await using world = await World.create();
    const replica = await world.replica();
    const sound = await votingJob(world, replica, ['a', 'x']);
    const broken = await votingJob(world, replica, ['b', 'y']);
    // The next event's number does not fit its column.
    await world.database.job.update({ where: { id: broken }, data: { lastEvent: 2_147_483_647 } });

    await replica
      .reporter('session')
      .batch(
        1,
        { organization: ORG, node: 'b', jobId: broken, news: 'ACK_COMMIT' },
        { organization: ORG, node: 'a', jobId: sound, news: 'ACK_COMMIT' },
      );

    expect((await replica.job(sound)).nodes[0]?.status).toBe('ready');
    expect((await replica.job(broken)).nodes[0]?.status).toBe('new');
    expect(await world.database.reportCursor.count({ where: { session: 'session', number: 1 } })).toBe(1);
  });
});
