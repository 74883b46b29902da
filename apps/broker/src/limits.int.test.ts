import 'reflect-metadata';
import { type FakeNode, TableLock } from '@push-jobs/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ORGANIZATION } from './broker.fixture.ts';
import { Surroundings } from './surroundings.fixture.ts';

let around: Surroundings;
beforeAll(async () => {
  around = await Surroundings.create();
});
afterAll(() => around[Symbol.asyncDispose]());

async function say(node: FakeNode, job: string, reasons: readonly string[]): Promise<void> {
  for (const reason of reasons) await node.send('nack_run', { job_id: job, reason });
}

const numbered = (count: number) => Array.from({ length: count }, (_, i) => `message ${i}`);

/** Reasons of a node's reports, in the order in which the orchestrator got them. */
const reasonsOf = (node: string) =>
  around.orchestrator.events.filter((event) => event.node === node && event.reason !== '').map(({ reason }) => reason);

describe('a node that sends more than it should', () => {
  it('is not listened to beyond the limit of its connection, and again in the next second', async () => {
    await using broker = await around.broker({ maxMessagesPerSecond: 20 });
    const job = around.openJob();
    await using loud = await broker.availableNode('loud');
    await using quiet = await broker.availableNode('quiet');

    const flood = say(loud, job, numbered(2_000));
    const commit = { organization: ORGANIZATION, jobId: job, nodes: ['quiet'], commit: { command: 'x' } };
    expect((await broker.deliver(commit)).undelivered).toEqual([]);
    await quiet.next('commit');
    await quiet.send('ack_commit', { job_id: job });
    await around.orchestrator.hears({ node: 'quiet', jobId: job, news: 'ACK_COMMIT' });
    await flood;

    await expect.poll(() => broker.metric('refused_messages_total', { why: 'flood' })).toBeGreaterThan(1_000);
    const refused = await broker.metric('refused_messages_total', { why: 'flood' });
    expect(reasonsOf('loud').length).toBeLessThanOrEqual(2_000 - refused);
    await expect
      .poll(async () => {
        await loud.send('nack_run', { job_id: job, reason: 'calm again' });
        return reasonsOf('loud').includes('calm again');
      })
      .toBe(true);
  });

  it('holds up no other: connections are read in turns, also from what has piled up', async () => {
    await using broker = await around.broker({ maxMessagesPerSecond: 0, reportQueueLimit: 3 });
    const job = around.openJob();
    await using loud = await broker.availableNode('talkative');
    await using quiet = await broker.availableNode('terse');
    await using other = await broker.availableNode('other');
    around.orchestrator.stop();
    await say(other, job, numbered(4));
    await expect.poll(() => broker.metric('reading')).toBe(0);

    await say(loud, job, numbered(200));
    await quiet.send('nack_run', { job_id: job, reason: 'just one' });
    await around.orchestrator.start(around.orchestrator.port);

    await around.orchestrator.hears({ node: 'talkative', reason: 'message 199' });
    const heard = around.orchestrator.events.filter(({ node }) => node === 'talkative' || node === 'terse');
    expect(reasonsOf('talkative')).toEqual(numbered(200));
    expect(heard.findIndex(({ reason }) => reason === 'just one')).toBeLessThan(100);
  });
});

describe('a node that is named by very many jobs', () => {
  it('is told of each, or its broker says which it could not tell of, and every refusal is passed on', async () => {
    await using broker = await around.broker();
    await using node = await broker.availableNode('sought-after');
    const jobs = Array.from({ length: 2_000 }, () => around.openJob());
    const commits = jobs.map((jobId) => {
      return { organization: ORGANIZATION, jobId, nodes: ['sought-after'], commit: { command: 'x' } };
    });

    const { undelivered } = await broker.deliver(...commits);
    const untold = new Set(undelivered.map(({ jobId }) => jobId));
    const told = jobs.filter((jobId) => !untold.has(jobId));
    for (const jobId of told) {
      expect((await node.next('commit')).job_id).toBe(jobId);
      await node.send('nack_commit', { job_id: jobId });
    }

    const refusals = () => around.orchestrator.count({ node: 'sought-after', news: 'NACK_COMMIT' });
    await expect.poll(refusals).toBe(told.length);
    expect(told.length).toBeGreaterThan(1_000);
  });
});

describe('reports that wait for a slow orchestrator', () => {
  it('stop the reading also where they are few and long, and none is lost', async () => {
    await using broker = await around.broker({ reportQueueBytes: 200_000 });
    const job = around.openJob();
    await using node = await broker.availableNode('writer');
    around.orchestrator.stop();

    const stdout = 'x'.repeat(30_000);
    const result = (reason: string) => node.send('succeeded', { job_id: job, reason, stdout, stderr: '' });
    const reasons = numbered(30);
    for (const reason of reasons.slice(0, 8)) await result(reason);
    await expect.poll(() => broker.metric('reading')).toBe(0);
    for (const reason of reasons.slice(8)) await result(reason);
    expect(await broker.metric('report_queue_bytes')).toBeLessThan(300_000);
    expect(await broker.metric('report_queue')).toBeLessThan(30);
    await around.orchestrator.start(around.orchestrator.port);

    await around.orchestrator.hears({ node: 'writer', reason: 'message 29' });
    expect(reasonsOf('writer')).toEqual(reasons);
    await expect.poll(() => broker.metric('reading')).toBe(1);
    expect(await broker.metric('report_queue_bytes')).toBe(0);
  });
});

describe('a Postgres that does not answer for a while', () => {
  it('keeps those waiting that are to be looked up, loses nothing of theirs, and holds up nobody else', async () => {
    await using broker = await around.broker();
    const job = around.openJob();
    await using known = await broker.availableNode('known');
    await using comer = await broker.node('comer');
    const messages = numbered(50);
    {
      await using lock = await TableLock.hold(around.db.url, 'node_session', 'node_state');
      await comer.connect().heartbeat();
      await say(comer, job, messages);
      await expect.poll(() => broker.metric('waiting_messages')).toBe(messages.length + 1);
      await known.send('ack_commit', { job_id: job });
      await around.orchestrator.hears({ node: 'known', jobId: job, news: 'ACK_COMMIT' });
      expect(await lock.waiting()).toBeGreaterThan(0);
      expect(reasonsOf('comer')).toEqual([]);
    }

    await around.orchestrator.hears({ node: 'comer', reason: messages.at(-1) ?? '' });
    expect(reasonsOf('comer')).toEqual(messages);
    await comer.next('abort');
    await comer.send('aborted');
    await broker.shows('comer', { online: true, available: true });
  });
});
