import 'reflect-metadata';
import { type FakeNode } from '@push-jobs/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { brokerPorts, ORGANIZATION, type RunningBroker } from './broker.fixture.ts';
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

const result = (node: FakeNode, job: string, ack = true): Promise<void> =>
  node.send('succeeded', { job_id: job, exit_code: 0, ...(ack ? { ack } : {}) });

/** What the node is told next, after it asked for something that is always answered. */
async function toldNext(node: FakeNode): Promise<string> {
  const jobId = around.openJob();
  await broker.deliver({ organization: ORGANIZATION, jobId, nodes: [node.options.node], run: {} });
  return (await node.next()).type;
}

describe('a result', () => {
  it('that asks for it is acknowledged once it is stored, and not before', async () => {
    await using node = await broker.availableNode('asks');
    const job = around.openJob();
    await node.send('ack_run', { job_id: job });
    await around.orchestrator.hears({ jobId: job, news: 'ACK_RUN' });
    around.orchestrator.stop();

    await result(node, job);
    await expect.poll(() => broker.metric('report_queue')).toBe(1);
    expect(await toldNext(node)).toBe('run');
    await around.orchestrator.start(around.orchestrator.port);

    expect(await node.next()).toMatchObject({ type: 'result_ack', job_id: job });
    expect(around.orchestrator.count({ jobId: job, news: 'SUCCEEDED', untilAcknowledged: true })).toBe(1);
  });

  it('of a stock client is not acknowledged', async () => {
    await using node = await broker.availableNode('stock');
    const job = around.openJob();
    await result(node, job, false);
    await around.orchestrator.hears({ jobId: job, news: 'SUCCEEDED', untilAcknowledged: false });
    await expect.poll(() => broker.metric('report_queue')).toBe(0);
    expect(await toldNext(node)).toBe('run');
  });

  it('that is repeated while it waits is passed on once, and acknowledged', async () => {
    await using node = await broker.availableNode('impatient');
    const job = around.openJob();
    await node.send('ack_run', { job_id: job });
    await around.orchestrator.hears({ jobId: job, news: 'ACK_RUN' });
    around.orchestrator.stop();
    await result(node, job);
    await result(node, job);
    await result(node, job);
    expect(await toldNext(node)).toBe('run'); // by now all three were read
    await around.orchestrator.start(around.orchestrator.port);

    expect(await node.next()).toMatchObject({ type: 'result_ack', job_id: job });
    expect(around.orchestrator.count({ jobId: job, news: 'SUCCEEDED' })).toBe(1);
    expect(await toldNext(node)).toBe('run');
  });

  it('whose acknowledgement was lost is passed on again, for the job to see that it is nothing new', async () => {
    await using node = await broker.availableNode('again');
    const job = around.openJob();
    for (const times of [1, 2]) {
      await result(node, job);
      expect(await node.next()).toMatchObject({ type: 'result_ack', job_id: job });
      expect(around.orchestrator.count({ jobId: job, news: 'SUCCEEDED' })).toBe(times);
    }
  });

  it('of a job that is over is acknowledged, and the node stays available', async () => {
    await using node = await broker.availableNode('late');
    const job = unknownJob();
    await result(node, job);
    expect(await node.next()).toMatchObject({ type: 'result_ack', job_id: job });
    expect(await broker.presence('late')).toMatchObject({ available: true });
    expect(around.orchestrator.count({ jobId: job })).toBe(0);
    await result(node, unknownJob(), false);
    expect((await node.next()).type).toBe('abort');
  });

  it('is not acknowledged to another process that has taken the name meanwhile', async () => {
    await using node = await broker.availableNode('twin');
    const job = around.openJob();
    around.orchestrator.stop();
    await result(node, job);
    await expect.poll(() => broker.metric('report_queue')).toBe(1);
    node.incarnation = 'another';
    await node.heartbeat();
    expect((await node.next()).type).toBe('abort');
    await around.orchestrator.start(around.orchestrator.port);
    await around.orchestrator.hears({ jobId: job, news: 'SUCCEEDED' });
    await expect.poll(() => broker.metric('report_queue')).toBe(0);
    await node.send('aborted');
    await broker.shows('twin', { online: true, available: true });
    expect(await toldNext(node)).not.toBe('result_ack');
  });
});

it('a result that was lost with its broker reaches the job through the next one, which does not conclude otherwise', async () => {
  const ports = await brokerPorts();
  const first = await around.broker({ ports });
  await using node = await first.availableNode('survivor');
  const job = around.openJob();
  await node.send('ack_run', { job_id: job });
  await around.orchestrator.hears({ jobId: job, news: 'ACK_RUN' });
  around.orchestrator.stop();
  await result(node, job);
  await expect.poll(() => first.metric('report_queue')).toBe(1);
  await first.stop(); // it gives up what nobody takes
  await around.orchestrator.start(around.orchestrator.port);
  expect(around.orchestrator.count({ jobId: job, news: 'SUCCEEDED' })).toBe(0);
  const duty = {
    organization: ORGANIZATION,
    node: 'survivor',
    jobId: job,
    jobStatus: 'running',
    nodeStatus: 'running',
  };
  around.orchestrator.duties = [duty];

  await using second = await around.broker({ ports });
  node.connect();
  await result(node, job);
  expect((await node.next()).type).toBe('ack');
  expect(await node.next()).toMatchObject({ type: 'result_ack', job_id: job });
  node.beatEvery(300);
  await expect.poll(() => second.metric('messages_total', { type: 'heartbeat' })).toBeGreaterThan(8);
  expect(around.orchestrator.events.filter((event) => event.jobId === job).map(({ news }) => news)).toEqual([
    'ACK_RUN',
    'SUCCEEDED',
  ]);
});
