import { openRedis } from '@push-jobs/bus';
import { openDatabase } from '@push-jobs/db';
import { eventually, NODES, SERVICES } from '@push-jobs/local';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFeed } from '../support/feed-reader.ts';
import { TestCluster } from '../support/local-cluster.ts';

let system: TestCluster;
beforeAll(async () => {
  system = await TestCluster.start({ heartbeatIntervalSeconds: 1 });
});
afterAll(() => system[Symbol.asyncDispose]());

const sayHello = { command: 'echo hello', nodes: NODES, capture_output: true };

async function runsJobs(): Promise<string> {
  const id = await system.startJob(sayHello);
  await readFeed(system.client(), system.path(`job_status_feed/${id}`));
  expect(await system.job(id)).toMatchObject({ status: 'complete', nodes: { succeeded: [...NODES] } });
  return id;
}

async function incarnation(): Promise<unknown> {
  return (await system.client().json<{ incarnation_id: string }>('GET', '/pushy/_status')).body.incarnation_id;
}

async function inDatabase(work: (database: ReturnType<typeof openDatabase>) => Promise<unknown>, url: string) {
  const database = openDatabase({ url, poolSize: 1 });
  try {
    await work(database);
  } finally {
    await database.$disconnect();
  }
}

describe('a restored database', () => {
  it('has everything that counts, with an empty Redis beside it', async () => {
    const { cluster } = system;
    const before = await runsJobs();
    const incarnationBefore = await incarnation();

    for (const service of SERVICES.toReversed()) await cluster.child(service).stop();
    const restored = new URL(cluster.databaseUrl);
    const maintenance = new URL(cluster.databaseUrl);
    const original = restored.pathname.slice(1);
    restored.pathname = '/restored';
    maintenance.pathname = '/template1';
    const copy = `create database restored template "${original}"`;
    await inDatabase((database) => database.$executeRawUnsafe(copy), maintenance.href);
    const redis = openRedis(cluster.redisUrl);
    await once(redis, 'ready');
    await redis.flushall();
    redis.disconnect();
    for (const service of SERVICES) {
      const { env } = cluster.child(service).spec;
      if (env['DATABASE_URL'] !== undefined) env['DATABASE_URL'] = restored.href;
    }
    for (const service of SERVICES) await cluster.child(service).start();

    expect(await incarnation()).toBe(incarnationBefore);
    const output = await system.client().request('GET', system.path(`jobs/${before}/output/${NODES[0]}/stdout`));
    expect(await output.text()).toBe('hello\n');
    await cluster.nodesAvailable();
    await runsJobs();
  });
});

describe('new keys of the server, and a new sealing key', () => {
  it('make nodes fetch a new configuration, and go on', async () => {
    const broker = system.cluster.child('broker');
    const incarnationBefore = await incarnation();
    await broker.stop();
    const { DATABASE_URL: url = '' } = broker.spec.env;
    await inDatabase(async (database) => {
      await database.$executeRaw`delete from server_secret`;
      await database.$executeRaw`delete from node_session`;
    }, url);
    broker.spec.env['SEALING_KEY'] = randomBytes(32).toString('base64');
    await broker.start();
    await eventually('the gateway tells the new incarnation', async () => {
      const now = await incarnation();
      return typeof now === 'string' && now !== incarnationBefore;
    });
    await system.cluster.nodesAvailable();
    await runsJobs();
  });
});
