import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Events } from './testing/feed-writer.fixture.ts';
import { TestService } from './testing/service.fixture.ts';

const WHOLE: Events = [
  ['start', '{"timestamp":"2026-11-22 05:00:00.000001Z","command":"true"}'],
  ['quorum_vote', '{"timestamp":"2026-11-22 05:00:00.000002Z","node":"n","status":"success"}'],
  ['quorum_succeeded', '{"timestamp":"2026-11-22 05:00:00.000003Z"}'],
  ['job_complete', '{"timestamp":"2026-11-22 05:00:00.000004Z","status":"complete"}'],
];
const vote = (n: number): Events[number] => ['quorum_vote', `{"timestamp":"${n}","node":"n${n}","status":"success"}`];
const COMPLETE: Events[number] = ['job_complete', '{"timestamp":"end","status":"complete"}'];
const ids = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, i) => `job-${first + i}`);
/** Ahead, so that no machine is too slow for the grace time. */
const JUST_NOW = new Date(Date.now() + 60_000);
const LONG_AGO = new Date(Date.now() - 60_000);

let service: TestService;
beforeAll(async () => {
  service = await TestService.start();
});
afterAll(() => service[Symbol.asyncDispose]());

async function finishedJob(endedAt: Date): Promise<string> {
  const job = await service.writer.job('acme');
  await service.writer.append(job, WHOLE);
  await service.writer.finish(job, endedAt);
  return job;
}

describe('the feed of a finished job', () => {
  it('plays to the letter, and ends', async () => {
    const stream = await service.watch('acme', `/${await finishedJob(JUST_NOW)}`);

    expect(await stream.end).toBe('ended');
    expect(stream.text).toBe(
      WHOLE.map(([event, data], i) => `event: ${event}\nid: job-${i + 1}\ndata: ${data}\n\n`).join(''),
    );
    expect(stream.headers).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache',
      'x-accel-buffering': 'no',
    });
  });

  it('gives exactly the rest after each id, and everything after an unknown one', async () => {
    const job = await finishedJob(JUST_NOW);
    for (const [id, first] of [
      ['job-1', 2],
      ['job-2', 3],
      ['job-3', 4],
      ['job-4', 5],
      ['job-5', 1],
      ['x', 1],
    ] as const) {
      const stream = await service.watch('acme', `/${job}`, { 'last-event-id': id });
      expect(await stream.end).toBe('ended');
      expect([id, stream.ids]).toEqual([id, ids(first, 4)]);
    }
  });

  it('is one summary after the grace time', async () => {
    const job = await finishedJob(LONG_AGO);
    service.orchestrator.jobs.set(job, {
      jobId: job,
      status: 'complete',
      spec: { command: 'true', runTimeoutSeconds: 3600 },
      nodes: [{ node: 'n', status: 'succeeded' }],
      createdAtMs: 0,
      updatedAtMs: 1000,
    });

    const stream = await service.watch('acme', `/${job}`);

    expect(await stream.end).toBe('ended');
    expect(stream.events.map(({ event, id }) => [event, id])).toEqual([['summary', 'job-5']]);
    const { timestamp, ...shown } = stream.events[0]?.data ?? {};
    expect(stream.text).toContain(`data: {"timestamp":"${String(timestamp)}","id":"${job}",`);
    expect(timestamp).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}Z$/);
    expect(shown).toEqual({
      id: job,
      command: 'true',
      status: 'complete',
      run_timeout: 3600,
      created_at: 'Thu, 01 Jan 1970 00:00:00 GMT',
      updated_at: 'Thu, 01 Jan 1970 00:00:01 GMT',
      nodes: { succeeded: ['n'] },
    });
  });

  it('still gives the rest after the grace time to who was cut off in the middle', async () => {
    const stream = await service.watch('acme', `/${await finishedJob(LONG_AGO)}`, { 'last-event-id': 'job-2' });

    expect(await stream.end).toBe('ended');
    expect(stream.ids).toEqual(ids(3, 4));
  });
});

describe('the feed of a running job', () => {
  it('goes on live and ends with job_complete', async () => {
    const job = await service.writer.job('acme');
    await service.writer.append(job, [vote(1), vote(2)]);
    const stream = await (await service.watch('acme', `/${job}`)).until(({ ids }) => ids.length === 2);

    await service.publish(await service.writer.append(job, [vote(3)]));
    await stream.until(({ ids }) => ids.length === 3);
    await service.publish(await service.writer.append(job, [vote(4), COMPLETE]));

    expect(await stream.end).toBe('ended');
    expect(stream.ids).toEqual(ids(1, 5));
  });

  it('gives every watcher each event once and in order while events are written and messages get lost', async () => {
    const job = await service.writer.job('acme');
    const repaired = await service.metric('push_jobs_feed_gaps_repaired_total');
    const watching: Promise<{ after: number; seen: string[] }>[] = [];
    const watch = async (after: number) => {
      const stream = await service.watch('acme', `/${job}`, after === 0 ? {} : { 'last-event-id': `job-${after}` });
      expect(await stream.end).toBe('ended');
      return { after, seen: stream.ids };
    };

    let written = 0;
    for (let round = 0; round < 150; round++) {
      const votes = Array.from({ length: 1 + (round % 7) }, () => vote(++written));
      const message = await service.writer.append(job, votes);
      if (round % 3 === 0) await service.publish(message);
      if (round % 9 === 0) await service.publish(message); // twice
      if (round % 10 === 0) watching.push(watch(0), watch(written));
    }
    await service.writer.append(job, [COMPLETE]); // published to nobody

    for (const { after, seen } of await Promise.all(watching)) expect(seen).toEqual(ids(after + 1, written + 1));
    expect(await service.metric('push_jobs_feed_gaps_repaired_total')).toBeGreaterThan(repaired);
  });

  it('goes on without Redis, and again with it', async () => {
    const job = await service.writer.job('acme');
    const stream = await service.watch('acme', `/${job}`);
    await service.publish(await service.writer.append(job, [vote(1)]));
    await stream.until(({ ids }) => ids.length === 1);

    await service.redis.stop();
    await service.connected(false);
    await service.writer.append(job, [vote(2), vote(3)]);
    await stream.until(({ ids }) => ids.length === 3);
    expect(await service.ready()).toBe(200);
    const late = await service.watch('acme', `/${job}`);

    await service.redis.restart();
    await service.connected(true);
    await service.writer.append(job, [vote(4), COMPLETE]);

    expect([await stream.end, await late.end]).toEqual(['ended', 'ended']);
    expect([stream.ids, late.ids]).toEqual([ids(1, 5), ids(1, 5)]);
  });

  it('drops a watcher that does not read while another goes on, and lets it resume', async () => {
    const job = await service.writer.job('acme');
    const large = (n: number): Events[number] => ['quorum_vote', `{"timestamp":"${n}","node":"${'x'.repeat(32_768)}"}`];
    const slow = await service.watch('acme', `/${job}`);
    const quick = await service.watch('acme', `/${job}`);
    await service.publish(await service.writer.append(job, [large(1)]));
    for (const stream of [slow, quick]) await stream.until(({ ids }) => ids.length === 1);

    slow.response.pause();
    for (let n = 2; n <= 700; n += 10) {
      const ten = Array.from({ length: 10 }, (_, i) => large(n + i));
      await service.publish(await service.writer.append(job, ten));
    }
    await expect.poll(() => service.metric('push_jobs_feed_watchers_dropped_total')).toBe(1);
    await service.publish(await service.writer.append(job, [COMPLETE]));
    expect(await quick.end).toBe('ended');
    slow.response.resume();

    expect(await slow.end).toBe('cut');
    const rest = await service.watch('acme', `/${job}`, { 'last-event-id': slow.ids.at(-1) ?? '' });
    expect(await rest.end).toBe('ended');
    expect([...slow.ids, ...rest.ids]).toEqual(quick.ids);
  });

  it('shows in silence that it is alive', async () => {
    const stream = await service.watch('acme', `/${await service.writer.job('acme')}`);
    await stream.until(({ text }) => text.startsWith(':keepalive\n\n:keepalive\n\n'));
    stream.close();
  });

  it('counts its watchers', async () => {
    const watchers = () => service.metric('push_jobs_feed_watchers');
    await expect.poll(watchers).toBe(0);
    const stream = await service.watch('acme', `/${await service.writer.job('acme')}`);
    expect(await watchers()).toBe(1);
    stream.close();
    await expect.poll(watchers).toBe(0);
  });
});
