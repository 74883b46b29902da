import { ensurePartitions } from '@push-jobs/db';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Config } from '../config.ts';
import { Postgres } from '../connections/postgres.ts';
import { Events } from '../events.ts';
import type { Replica } from '../testing/replica.ts';
import { World } from '../testing/world.ts';
import { Retention } from './retention.ts';

const DAY_MS = 86_400_000;
const NOON = Date.parse('2026-03-15T12:00:00Z');
const NONE_BY_ITSELF = { RETENTION_DAYS: '0', RETENTION_JOBS_PER_ORGANIZATION: '0' };
const GOING_ON = new AbortController().signal;

let world: World;
let replica: Replica;
beforeEach(async () => {
  world = await World.create();
  replica = await world.replica(NONE_BY_ITSELF);
});
afterEach(() => world[Symbol.asyncDispose]());

const RULES = Config.from({
  ...{ OPERATIONS_PORT: '1', GRPC_PORT: '1', OUTPUT_ADDRESS: 'nowhere:1' },
  ...{ DATABASE_URL: 'postgresql://nowhere', REDIS_URL: 'redis://nowhere' },
  ...{ RETENTION_DAYS: '30', RETENTION_JOBS_PER_ORGANIZATION: '3' },
});
const expire = (at = replica) => new Retention(at.get(Postgres), RULES, at.get(Events)).round(NOON, GOING_ON);

/** A job with one node, an event and output; `ended: false` leaves it running. @returns its id */
async function job(atMs: number, { organization = 'acme', ended = true } = {}): Promise<string> {
  const id = `${atMs.toString(16).padStart(12, '0')}${'0'.repeat(20)}`;
  const at = new Date(atMs);
  const { database } = world;
  await database.job.create({
    data: {
      ...{ id, organization, requestedBy: 'admin', status: ended ? 'complete' : 'running', command: 'x' },
      ...{ runTimeoutMs: 1, quorum: 1, nodeCount: 1, createdAt: at, updatedAt: at, endedAt: ended ? at : null },
    },
  });
  await database.jobNode.create({ data: { jobId: id, position: 0, node: 'a', status: 'succeeded' } });
  await database.jobEvent.create({ data: { jobId: id, number: 1, event: 'start', data: '{}' } });
  await database.outputChunk.create({
    data: { jobId: id, node: 'a', channel: 'stdout', offset: 0, data: Buffer.from('x') },
  });
  await database.organizationFeed.upsert({ where: { organization }, create: { organization }, update: {} });
  return id;
}

/** Ids of which there is anything, by what there is. */
async function kept(): Promise<Record<'jobs' | 'nodes' | 'events' | 'output', string[]>> {
  const { database } = world;
  const [jobs, nodes, events, output] = await Promise.all([
    database.job.findMany({ orderBy: { id: 'asc' } }),
    database.jobNode.findMany({ orderBy: { jobId: 'asc' } }),
    database.jobEvent.findMany({ orderBy: { jobId: 'asc' } }),
    database.outputChunk.findMany({ orderBy: { jobId: 'asc' } }),
  ]);
  return {
    jobs: jobs.map(({ id }) => id),
    nodes: nodes.map(({ jobId }) => jobId),
    events: events.map(({ jobId }) => jobId),
    output: output.map(({ jobId }) => jobId),
  };
}
const everythingOf = (...ids: string[]) => ({ jobs: ids, nodes: ids, events: ids, output: ids });

const partitions = async (): Promise<string[]> =>
  (
    await world.database.$queryRaw<{ name: string }[]>`
      select relname as name from pg_class where relkind = 'r' and relname like 'job_event_2026%' order by 1`
  ).map(({ name }) => name);

describe('retention by age', () => {
  it('drops a day that has been over for thirty days, and keeps the one that has not', async () => {
    const [old, young] = [NOON - 31 * DAY_MS, NOON - 30 * DAY_MS - 1];
    await ensurePartitions(world.database, old, 1);
    await job(old);
    const left = await job(young);
    await expire();
    expect(await kept()).toEqual(everythingOf(left));
    expect(await partitions()).not.toContain('job_event_20260212');
    expect(await partitions()).toContain('job_event_20260213');
  });

  it('keeps the day of a job that still runs, and that job with it', async () => {
    const old = NOON - 40 * DAY_MS;
    await ensurePartitions(world.database, old, 0);
    await job(old);
    const running = await job(old + 1, { ended: false });
    await expire();
    expect((await kept()).jobs).toEqual([running]);
    expect((await kept()).events).toContain(running);
  });

  it('removes jobs that lie in no partition of a day', async () => {
    await job(NOON - 400 * DAY_MS);
    await expire();
    expect(await kept()).toEqual(everythingOf());
  });
});

describe('retention by count', () => {
  it('removes the oldest beyond it, of each organization by itself, and none that still runs', async () => {
    const running = await job(NOON, { ended: false });
    await job(NOON + 1);
    const newest = [await job(NOON + 2), await job(NOON + 3), await job(NOON + 4)];
    const others = await job(NOON + 5, { organization: 'globex' });
    await expire();
    expect(await kept()).toEqual(everythingOf(running, ...newest, others));
  });
});

describe('two replicas', () => {
  it('expire at once what there is', async () => {
    const other = await world.replica(NONE_BY_ITSELF);
    const old = NOON - 60 * DAY_MS;
    await ensurePartitions(world.database, old, 0);
    for (let i = 0; i < 20; i++) await job(old + i);
    for (let i = 0; i < 20; i++) await job(old - 300 * DAY_MS + i);
    await Promise.all([expire(), expire(other)]);
    expect(await kept()).toEqual(everythingOf());
  });
});
