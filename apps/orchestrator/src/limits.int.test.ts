import { status } from '@grpc/grpc-js';
import { unary } from '@push-jobs/contracts';
import { TableLock } from '@push-jobs/testing';
import { describe, expect, it, vi } from 'vitest';
import { Outbox } from './effects/outbox.ts';
import { OutboxDrain } from './sweeps/outbox-drain.ts';
import { WAIT } from './testing/grpc-fakes.ts';
import { ORG } from './testing/replica.ts';
import { World } from './testing/world.ts';

/** What takes seconds on a machine at rest takes more on one that runs other tests. */
const PATIENCE = { timeout: 60_000, interval: 50 };

const names = (count: number) => Array.from({ length: count }, (_, i) => `n${i}`);

describe('a Postgres that does not answer for a while', () => {
  it('delays what nodes report and what people ask for, and loses nothing of it', async () => {
    await using world = await World.create();
    const replica = await world.replica();
    const nodes = names(20);
    await world.broker.hold(ORG, [...nodes, 'late']);
    const jobId = await replica.create({ nodes });
    await world.broker.expectSent(jobId, [`commit ${nodes.join(' ')}`]);

    const reports: Promise<void>[] = [];
    const brokers = [replica.reporter(), replica.reporter()];
    const created: Promise<string>[] = [];
    {
      await using lock = await TableLock.hold(world.databaseUrl, 'job_event', 'job_node', 'outbox');
      reports.push(
        ...brokers.map((broker, i) => broker.news(jobId, 'ACK_COMMIT', ...nodes.filter((_, at) => at % 2 === i))),
      );
      created.push(replica.create({ nodes: ['late'] }));
      await vi.waitFor(async () => expect(await lock.waiting()).toBeGreaterThan(0), WAIT);
      expect(await settled([...reports, ...created])).toBe(false);
    }

    await Promise.all(reports);
    await world.broker.expectSent(jobId, [`commit ${nodes.join(' ')}`, `run ${nodes.join(' ')}`]);
    const late = await Promise.all(created);
    await world.broker.expectSent(late[0] ?? '', ['commit late']);
    const feed = await world.feed(jobId);
    expect(feed.map((line) => line.split(' ', 2).join(' '))).toEqual([
      '1 start',
      ...nodes.map((_, i) => `${i + 2} quorum_vote`),
      '22 quorum_succeeded',
    ]);
  });
});

describe('jobs that wait to be stored', () => {
  it('are so many at most, and the next ones are refused', async () => {
    await using world = await World.create();
    const replica = await world.replica({ CREATION_QUEUE_LIMIT: '3' });
    await world.broker.hold(ORG, ['a']);
    const create = () => replica.create({ nodes: ['a'] });
    let waiting: Promise<string>[];
    {
      await using lock = await TableLock.hold(world.databaseUrl, 'job');
      waiting = Array.from({ length: 3 }, create);
      await vi.waitFor(async () => expect(await lock.waiting()).toBeGreaterThan(0), WAIT);
      await expect(create()).rejects.toMatchObject({ code: status.UNAVAILABLE });
    }
    expect(new Set(await Promise.all(waiting)).size).toBe(3);
    expect(await world.database.job.count()).toBe(3);
    await create();
  });

  it('are stored in several transactions where they are long', async () => {
    await using world = await World.create();
    const replica = await world.replica();
    await world.broker.hold(ORG, ['a']);
    const env = { variables: { LONG: 'x'.repeat(900_000) } };

    const jobIds = await Promise.all(Array.from({ length: 12 }, () => replica.create({ nodes: ['a'], env })));

    const transactions = await world.database.$queryRaw<{ count: number }[]>`
      select count(distinct xmin::text)::int as count from job_event where event = 'start'`;
    expect(transactions[0]?.count).toBeGreaterThanOrEqual(3);
    // A list of all of them would be longer than a message between services may be.
    const { jobs } = await unary(replica.jobs, replica.jobs.List, { organization: ORG });
    const newest = jobIds.sort().reverse();
    expect(jobs.map(({ jobId }) => jobId)).toEqual(newest.slice(0, 9));
    const { jobs: next } = await unary(replica.jobs, replica.jobs.List, { organization: ORG, before: newest[8] ?? '' });
    expect(next.map(({ jobId }) => jobId)).toEqual(newest.slice(9));
  });
});

describe('the text of jobs that a replica is busy with', () => {
  it('has a bound: a longer job waits in the outbox, from where it begins once there is room', async () => {
    await using world = await World.create();
    const replica = await world.replica();
    await world.broker.hold(ORG, ['a', 'b']);
    const env = { variables: { LONG: 'x'.repeat(500_000) } };
    const busyWith = { id: '-1', jobId: 'another', organization: ORG, work: { type: 'resend' as const, nodes: ['a'] } };
    let finish = (): void => undefined;
    const busy = new Promise<void>((resolve) => (finish = resolve));
    const [outbox, drain] = [replica.get(Outbox), replica.get(OutboxDrain)];
    outbox.begin([{ ...busyWith, characters: 63_900_000 }], () => busy);
    const leftLying = () => world.database.$executeRaw`update outbox set created_at = now() - interval '1 minute'`;

    const long = await replica.create({ nodes: ['a'], env });
    const short = await replica.create({ nodes: ['b'] });
    await world.broker.expectSent(short, ['commit b']);
    expect(world.broker.sent(long)).toEqual([]);

    await leftLying();
    await drain.round();
    const another = await replica.create({ nodes: ['b'] });
    await world.broker.expectSent(another, ['commit b']);
    expect(world.broker.sent(long)).toEqual([]);

    finish();
    await outbox.settled();
    await leftLying();
    await world.broker.expectSent(long, ['commit a']);
    await vi.waitFor(async () => expect(await world.outboxDepth()).toBe(0), WAIT);
  });
});

describe('reasons of very many nodes', () => {
  it('are shown in full where they are few, and cut to their share where they are not', async () => {
    await using world = await World.create();
    const replica = await world.replica();
    await world.broker.hold(ORG, ['somebody else']);
    const [few, many] = [await replica.create({ nodes: names(2) }), await replica.create({ nodes: names(5_000) })];
    await world.database.$executeRaw`update job_node set reason = repeat('x', 1000)`;

    const lengths = async (jobId: string) =>
      new Set((await replica.job(jobId)).nodes.map(({ reason }) => reason.length));
    expect([await lengths(few), await lengths(many)]).toEqual([new Set([1_000]), new Set([400])]);
  });
});

describe('a job on 100,000 nodes', () => {
  it('is carried out, and shown with every node', async () => {
    await using world = await World.create();
    const replica = await world.replica();
    const nodes = names(100_000);
    await world.broker.hold(ORG, ['n7', 'n99999']);
    const jobId = await replica.create({ nodes, quorum: 2 });
    await vi.waitFor(() => expect(world.broker.sent(jobId)).toEqual(['commit n7 n99999']), PATIENCE);
    const broker = replica.reporter();
    await broker.news(jobId, 'ACK_COMMIT', 'n7', 'n99999');
    await world.broker.expectSent(jobId, ['commit n7 n99999', 'run n7 n99999']);
    await broker.news(jobId, 'ACK_RUN', 'n7', 'n99999');
    await broker.news(jobId, 'SUCCEEDED', 'n7', 'n99999');

    const job = await replica.expectStatus(jobId, 'complete');
    const statuses = new Map(job.nodes.map(({ node, status }) => [node, status]));
    expect(statuses.size).toBe(100_000);
    expect([statuses.get('n7'), statuses.get('n99999'), statuses.get('n8')]).toEqual([
      'succeeded',
      'succeeded',
      'unavailable',
    ]);
    const votes = await world.database.jobEvent.count({ where: { jobId, event: 'quorum_vote' } });
    expect(votes).toBe(100_000);
  }, 90_000);
});

describe('many jobs for one node', () => {
  it('end one by one as the node refuses them, and none waits for it', async () => {
    await using world = await World.create();
    const replica = await world.replica();
    await world.broker.hold(ORG, ['busy']);
    const busy = await replica.create({ nodes: ['busy'] });
    const broker = replica.reporter();
    await world.broker.expectSent(busy, ['commit busy']);
    await broker.news(busy, 'ACK_COMMIT', 'busy');
    await world.broker.expectSent(busy, ['commit busy', 'run busy']);
    await broker.news(busy, 'ACK_RUN', 'busy');

    const others = await Promise.all(Array.from({ length: 1_000 }, () => replica.create({ nodes: ['busy'] })));
    await vi.waitFor(
      () => expect(world.broker.commands.filter(({ action }) => action === 'commit')).toHaveLength(1_001),
      WAIT,
    );
    const reason = `busy with job ${busy}`;
    await broker.report(
      ...others.map((jobId) => ({ organization: ORG, node: 'busy', jobId, news: 'NACK_COMMIT', reason }) as const),
    );

    const ended = await world.database.job.groupBy({ by: ['status'], _count: true, where: { id: { in: others } } });
    expect(ended.map(({ status, _count }) => [status, _count])).toEqual([['quorum_failed', 1_000]]);
    expect(await replica.job(busy)).toMatchObject({ status: 'running' });
    expect(await replica.attach(['busy'])).toHaveLength(1);
    await vi.waitFor(async () => expect(await world.outboxDepth()).toBe(0), WAIT);
  });
});

/** Whether any of them has come to an end by now. */
async function settled(promises: readonly Promise<unknown>[]): Promise<boolean> {
  const pending = Symbol('pending');
  const first = await Promise.race([...promises, new Promise((resolve) => setImmediate(resolve, pending))]);
  return first !== pending;
}
