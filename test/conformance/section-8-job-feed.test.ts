import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { EventStream } from './support-http/event-stream.ts';
import type { Principal, Sent } from './support-http/principal.ts';
import { ScriptedNode } from './support-http/scripted-node.ts';
import { Tenant } from './support-http/tenant.ts';

const { origin, feedOrigin } = inject('installation');
const [A, B] = ['s8-job-a', 's8-job-b'] as const;
const TIMESTAMP = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}Z$/;
const timestamp: unknown = expect.stringMatching(TIMESTAMP);

let tenant: Tenant;
let ada: Principal;
let a: ScriptedNode;
let b: ScriptedNode;
beforeAll(async () => {
  tenant = await Tenant.create('s8-job', { users: ['ada'], clients: [A, B], groups: { admins: { users: ['ada'] } } });
  ada = tenant.as('ada');
  [a, b] = await Promise.all([ScriptedNode.available(tenant, A), ScriptedNode.available(tenant, B)]);
});
afterAll(() => Promise.all([a[Symbol.asyncDispose](), b[Symbol.asyncDispose]()]));

const start = (nodes: readonly string[], more: Record<string, unknown> = {}) =>
  tenant.startJob(ada, { command: 'any', nodes, ...more });
const watch = (id: string, sent?: Sent, at = origin) =>
  EventStream.open(at, ada, tenant.path(`job_status_feed/${id}`), sent);

/** The whole feed of a job that all these nodes perform. */
async function feedOfSuccess(more: Record<string, unknown> = {}): Promise<EventStream> {
  const id = await start([A], more);
  await a.performs('succeeded');
  return (await watch(id)).toEnd();
}

/** What a feed says, node by node: nodes do not wait for each other. */
const told = ({ events }: EventStream, node?: string) =>
  events
    .filter(({ data }) => data['node'] === node)
    .map(({ event, data: { timestamp: _, ...rest } }) => ({ event, ...rest }));

describe('8 an event', () => {
  it('8.1 is three lines, event, id and data, and an empty one', async () => {
    const { text, events } = await feedOfSuccess();
    const lines = events.map(({ event, id, text: data }) => `event: ${event}\nid: ${id}\ndata: ${data}\n\n`);
    expect(events.length).toBe(6);
    expect(text.replaceAll(':keepalive\n\n', '')).toBe(lines.join(''));
  });

  it('8.2 begins its data with a timestamp in UTC, with microseconds', async () => {
    const askedMs = Date.now();
    const { events } = await feedOfSuccess();
    for (const { text, data } of events) {
      expect(text).toMatch(/^\{"timestamp":"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}Z"[,}]/);
      const ms = Date.parse(String(data['timestamp']).replace(' ', 'T'));
      expect(Math.abs(ms - askedMs)).toBeLessThan(60_000);
    }
  });

  it('8.3 is later than the one before it', async () => {
    const { events } = await feedOfSuccess();
    const times = events.map(({ data }) => String(data['timestamp']));
    expect(times).toEqual([...new Set(times)].sort());
  });

  it('8.4 has an id that is one more than the one before it', async () => {
    const { ids } = await feedOfSuccess();
    expect(ids).toEqual(ids.map((_, i) => `job-${i + 1}`));
  });
});

describe('8 the response', () => {
  it.each([
    ['the gateway', origin],
    ['the feed service', feedOrigin],
  ])('8.5 is neither cached nor buffered, from %s', async (_, at) => {
    using feed = await watch(await tenant.failedJob(ada), {}, at);
    expect(feed.headers).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache',
      'x-accel-buffering': 'no',
    });
  });
});

describe('8 the events of a job', () => {
  it('8.7 start tells what was asked for, and by whom', async () => {
    const [first] = (await feedOfSuccess()).events;
    expect(first?.event).toBe('start');
    expect(first?.data).toEqual({
      timestamp,
      command: 'any',
      run_timeout: 3600,
      quorum: 1,
      node_count: 1,
      user: ada.name,
      capture: false,
    });
  });

  it('8.7 start tells what else was given', async () => {
    const given = { dir: '/tmp', env: { A: 'b' } };
    const more = { ...given, user: 'root', file: 'raw:x', capture_output: true, run_timeout: 77, quorum: 0 };
    const [first] = (await feedOfSuccess(more)).events;
    expect(first?.data).toEqual({
      timestamp,
      command: 'any',
      run_timeout: 77,
      quorum: 0,
      node_count: 1,
      user: ada.name,
      job_user: 'root',
      ...given,
      file_specified: true,
      capture: true,
    });
  });

  it('8.8 quorum_vote tells of each node how it voted', async () => {
    const id = await start([A, B, 'never-seen'], { quorum: 3 });
    await Promise.all([a.commits(), b.refuses()]);
    const feed = await (await watch(id)).toEnd();
    expect(told(feed, A)).toEqual([{ event: 'quorum_vote', node: A, status: 'success' }]);
    expect(told(feed, B)).toEqual([{ event: 'quorum_vote', node: B, status: 'failure' }]);
    expect(told(feed, 'never-seen')[0]).toEqual({ event: 'quorum_vote', node: 'never-seen', status: 'down' });
    await a.recovers();
  });

  it('8.9 quorum_succeeded tells nothing else', async () => {
    const { events } = await feedOfSuccess();
    expect(events.find(({ event }) => event === 'quorum_succeeded')?.data).toEqual({ timestamp });
  });

  it.each([
    ['succeeded', 'success'],
    ['failed', 'failure'],
  ] as const)('8.10 run_start names a node, and run_complete how it ended: %s', async (result, status) => {
    const id = await start([A, B]);
    await Promise.all([a.performs(result), b.performs('succeeded')]);
    const feed = await (await watch(id)).toEnd();
    expect(told(feed, A).slice(1)).toEqual([
      { event: 'run_start', node: A },
      { event: 'run_complete', node: A, status },
    ]);
    expect(told(feed, B).slice(1)).toEqual([
      { event: 'run_start', node: B },
      { event: 'run_complete', node: B, status: 'success' },
    ]);
  });

  it('8.11 run_complete tells of a run that crashed, and rehab of its node', async () => {
    const id = await start([A]);
    await a.commits();
    await a.runs();
    await a.crashes();
    const feed = await (await watch(id)).toEnd();
    expect(told(feed, A).slice(1)).toEqual([
      { event: 'run_start', node: A },
      { event: 'rehab', node: A },
      { event: 'run_complete', node: A, status: 'crashed' },
    ]);
    await a.recovers();
  });

  it('8.12 job_complete tells the status of the job, last of all', async () => {
    const complete = await feedOfSuccess();
    const failed = await (await watch(await tenant.failedJob(ada))).toEnd();
    expect(complete.events.at(-1)).toMatchObject({ event: 'job_complete', data: { status: 'complete' } });
    expect(failed.events.at(-1)).toMatchObject({ event: 'job_complete', data: { status: 'quorum_failed' } });
    expect(Object.keys(complete.events.at(-1)?.data ?? {})).toEqual(['timestamp', 'status']);
  });

  it('8.13 rehab names a node', async () => {
    const { events } = await (await watch(await tenant.failedJob(ada))).toEnd();
    expect(events.find(({ event }) => event === 'rehab')?.data).toEqual({ timestamp, node: 'never-seen' });
  });
});

describe('8 the feed of a job', () => {
  it.each([
    ['the gateway', origin],
    ['the feed service', feedOrigin],
  ])('8.16 plays everything from the start, then what happens, and ends: %s', async (_, at) => {
    const id = await start([A]);
    await a.isAsked();
    using feed = await watch(id, {}, at);
    await feed.until(({ names }) => names.length === 1);
    expect(feed.names).toEqual(['start']);
    await a.commits();
    await feed.until(({ names }) => names.length === 3);
    expect(feed.names).toEqual(['start', 'quorum_vote', 'quorum_succeeded']);
    await a.runs();
    await feed.until(({ names }) => names.length === 4);
    await a.ends('succeeded');
    await feed.toEnd();
    expect(feed.names.slice(3)).toEqual(['run_start', 'run_complete', 'job_complete']);
  });

  it.each(['job-99', 'org-1', 'nonsense', ''])('8.17 plays everything after an id that is unknown: %j', async (id) => {
    const job = await tenant.failedJob(ada);
    const feed = await (await watch(job, { headers: { 'Last-Event-ID': id } })).toEnd();
    expect(feed.ids).toEqual(['job-1', 'job-2', 'job-3', 'job-4']);
  });

  it('8.18 plays what came after an id that is known, once and without a hole', async () => {
    const id = await start([A]);
    await a.commits();
    await a.runs();
    using first = await watch(id);
    await first.until(({ names }) => names.length === 4);
    const [, second, ...later] = first.ids;
    using resumed = await watch(id, { headers: { 'Last-Event-ID': second ?? '' } });
    await a.ends('succeeded');
    await Promise.all([first.toEnd(), resumed.toEnd()]);
    expect(resumed.ids.slice(0, 2)).toEqual(later);
    expect(resumed.events).toEqual(first.events.slice(2));
  });

  it('8.18 plays nothing after the last, and ends', async () => {
    const job = await tenant.failedJob(ada);
    const feed = await (await watch(job, { headers: { 'Last-Event-ID': 'job-4' } })).toEnd();
    expect(feed.names).toEqual([]);
  });

  it('8.19 is closed by the server after job_complete', async () => {
    const id = await start([A]);
    using feed = await watch(id);
    await a.performs('succeeded');
    await feed.toEnd();
    expect(feed.names.filter((name) => name === 'job_complete')).toEqual(['job_complete']);
    expect(feed.names.at(-1)).toBe('job_complete');
  });

  it('8.20 plays in full for more than 4.5 s after the end, and is one summary before 6 s are over', async () => {
    const id = await start([A]);
    using live = await watch(id);
    await a.performs('succeeded');
    await live.toEnd();
    const endedMs = Date.parse(String(live.events.at(-1)?.data['timestamp']).replace(' ', 'T'));
    const played = { inFull: [] as number[], asSummary: [] as number[] };
    while (Date.now() < endedMs + 6_000 || played.asSummary.length === 0) {
      const askedMs = Date.now() - endedMs;
      const feed = await (await watch(id)).toEnd();
      const answeredMs = Date.now() - endedMs;
      if (feed.names.includes('start')) played.inFull.push(askedMs);
      else played.asSummary.push(answeredMs);
      await nextTry();
    }
    expect(Math.min(...played.asSummary)).toBeGreaterThan(4_500);
    expect(Math.max(...played.inFull)).toBeLessThan(6_000);
  });

  it('8.21 is one summary from then on, and the end', async () => {
    const id = await tenant.failedJob(ada, { env: { A: 'b' }, capture_output: true, file: 'raw:x' });
    const feed = await summaryOf(id);
    const { status } = await ada.get(tenant.path(`jobs/${id}`));
    expect([status, feed.names]).toEqual([200, ['summary']]);
  });

  it('8.14 summary is the job as it is shown elsewhere', async () => {
    const id = await tenant.failedJob(ada, { env: { A: 'b' }, capture_output: true, file: 'raw:x' });
    const [summary] = (await summaryOf(id)).events;
    const { json } = await ada.get(tenant.path(`jobs/${id}`));
    expect(summary?.data).toEqual({ timestamp, ...(json as object) });
    expect(summary?.text).toMatch(/^\{"timestamp":/);
  });
});

/** Asks until the time is over in which the feed still plays in full. */
async function summaryOf(id: string): Promise<EventStream> {
  for (;;) {
    const feed = await (await watch(id)).toEnd();
    if (feed.names.includes('summary')) return feed;
    await nextTry();
  }
}

/** The end of the time of grace is no event: it is asked for again and again. */
const nextTry = () => new Promise((resolve) => setTimeout(resolve, 50));
