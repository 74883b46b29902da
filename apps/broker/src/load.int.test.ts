import 'reflect-metadata';
import { unary } from '@push-jobs/contracts';
import { type TestDatabase, testDatabase, type TestRedis, testRedis } from '@push-jobs/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ORGANIZATION, RunningBroker } from './broker.fixture.ts';
import { OrchestratorStandIn } from './orchestrator.fixture.ts';

const JOB = 'a'.repeat(32);

let db: TestDatabase;
let redis: TestRedis;
let orchestrator: OrchestratorStandIn;

beforeAll(async () => {
  db = await testDatabase();
  redis = await testRedis();
  orchestrator = await new OrchestratorStandIn().start();
  orchestrator.openJobs.add(JOB);
});
afterAll(async () => {
  orchestrator.stop();
  await redis[Symbol.asyncDispose]();
  await db[Symbol.asyncDispose]();
});

const start = (reportQueueLimit?: number): Promise<RunningBroker> =>
  RunningBroker.start({
    databaseUrl: db.url,
    redisUrl: redis.url,
    orchestrators: [orchestrator.address],
    ...(reportQueueLimit === undefined ? {} : { reportQueueLimit }),
  });

it('takes a crowd that comes at once, gives all of it one job, and passes on every answer', async () => {
  await using broker = await start();
  const names = Array.from({ length: 100 }, (_, i) => `crowd-${i}`);
  const nodes = await Promise.all(names.map((name) => broker.node(name)));
  await Promise.all(nodes.map((node) => node.connect().heartbeat()));
  await Promise.all(nodes.map((node) => node.next('abort')));
  await Promise.all(nodes.map((node) => node.send('aborted')));
  await expect.poll(() => broker.metric('nodes_available')).toBe(names.length);

  const commands = [{ organization: ORGANIZATION, jobId: JOB, nodes: names, commit: { command: 'x' } }];
  const { undelivered } = await unary(broker.client, broker.client.deliver, { commands });
  await Promise.all(nodes.map((node) => node.next('commit')));
  await Promise.all(nodes.map((node) => node.send('ack_commit', { job_id: JOB })));

  expect(undelivered).toEqual([]);
  await expect.poll(() => orchestrator.count({ jobId: JOB, news: 'ACK_COMMIT' })).toBe(names.length);
  expect(orchestrator.batches.length).toBeLessThan(names.length / 2);
  for (const node of nodes) node.disconnect();
});

it('stops reading from nodes when too many reports wait, and loses none of what they send meanwhile', async () => {
  await using broker = await start(3);
  await using node = await broker.availableNode('talker');
  await node.send('ack_commit', { job_id: JOB });
  await orchestrator.hears({ node: 'talker', news: 'ACK_COMMIT' });
  orchestrator.stop();

  for (let i = 0; i < 20; i++) await node.send('nack_run', { job_id: JOB, reason: `reason ${i}` });
  await expect.poll(() => broker.metric('report_queue')).toBe(4);
  await orchestrator.start(orchestrator.port);

  await orchestrator.hears({ node: 'talker', reason: 'reason 19' });
  const reasons = orchestrator.events.filter((event) => event.news === 'NACK_RUN').map((event) => event.reason);
  expect(reasons).toEqual(Array.from({ length: 20 }, (_, i) => `reason ${i}`));
});
