import { beforeAll, describe, expect, inject, it } from 'vitest';
import { EventStream, type FeedEvent } from './support-http/event-stream.ts';
import { OwnProcess } from './support-http/own-process.ts';
import type { Principal, Sent } from './support-http/principal.ts';
import { Tenant } from './support-http/tenant.ts';

const { origin, feedOrigin, databaseUrl, redisUrl, orchestratorAddress } = inject('installation');
const timestamp: unknown = expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}Z$/);
const KEPT_MS = 60_000;

let tenant: Tenant;
let ada: Principal;
beforeAll(async () => {
  tenant = await Tenant.create('s8-organization', { users: ['ada'], groups: { admins: { users: ['ada'] } } });
  ada = tenant.as('ada');
});

const watch = (sent?: Sent, at = origin) => EventStream.open(at, ada, tenant.path('job_status_feed'), sent);
const after = (id: string): Sent => ({ headers: { 'Last-Event-ID': id } });
const jobsOf = (events: readonly FeedEvent[]) => events.map(({ event, data }) => [event, data['job']]);
const bothOf = (job: string) => [
  ['start', job],
  ['job_complete', job],
];

describe('8 the feed of an organization', () => {
  it.each([
    ['the gateway', origin],
    ['the feed service', feedOrigin],
  ])('8.22 tells of the start and the end of every job, and of nothing else: %s', async (_, at) => {
    using feed = await watch({}, at);
    const first = await tenant.failedJob(ada, { dir: '/tmp' });
    const second = await tenant.failedJob(ada);
    await feed.until(({ events }) => events.length === 4);
    expect(jobsOf(feed.events)).toEqual([...bothOf(first), ...bothOf(second)]);
    expect(feed.events[0]?.data).toEqual({
      timestamp,
      job: first,
      command: 'uptime',
      run_timeout: 3600,
      quorum: 1,
      node_count: 1,
      user: ada.name,
      dir: '/tmp',
      capture: false,
    });
    expect(feed.events[1]?.data).toEqual({ timestamp, job: first, status: 'quorum_failed' });
  });

  it('8.4 has ids that are one more than the one before', async () => {
    using feed = await watch();
    await tenant.failedJob(ada);
    await tenant.failedJob(ada);
    await feed.until(({ events }) => events.length === 4);
    const begin = Number(feed.ids[0]?.replace(/^org-/, ''));
    expect(feed.ids).toEqual([0, 1, 2, 3].map((i) => `org-${begin + i}`));
  });

  it('8.3 has timestamps that only grow, and begin each data', async () => {
    using feed = await watch();
    await Promise.all([tenant.failedJob(ada), tenant.failedJob(ada), tenant.failedJob(ada)]);
    await feed.until(({ events }) => events.length === 6);
    const times = feed.events.map(({ data }) => String(data['timestamp']));
    expect(times).toEqual([...new Set(times)].sort());
    for (const { text } of feed.events) expect(text).toMatch(/^\{"timestamp":/);
  });

  it('8.23 tells only what is new', async () => {
    const old = await tenant.failedJob(ada);
    using feed = await watch();
    const job = await tenant.failedJob(ada);
    await feed.until(({ events }) => events.length >= 2);
    expect(jobsOf(feed.events)).toEqual(bothOf(job));
    expect(feed.text).not.toContain(old);
  });

  it('8.24 tells what came after an event that is known', async () => {
    using feed = await watch();
    const first = await tenant.failedJob(ada);
    await feed.until(({ events }) => events.length === 2);
    const second = await tenant.failedJob(ada);
    await feed.until(({ events }) => events.length === 4);
    using resumed = await watch(after(feed.ids[0] ?? ''));
    await resumed.until(({ events }) => events.length === 3);
    const third = await tenant.failedJob(ada);
    await resumed.until(({ events }) => events.length === 5);
    expect(jobsOf(resumed.events)).toEqual([...bothOf(first).slice(1), ...bothOf(second), ...bothOf(third)]);
  });

  it.each(['org-999999999', 'job-1', 'nonsense'])(
    '8.25 after an event that is unknown it begins with its history: %s',
    async (id) => {
      const kept = await tenant.failedJob(ada);
      using feed = await watch(after(id));
      await feed.until(({ text }) => text.includes(kept) && text.split(kept).length === 3);
      const job = await tenant.failedJob(ada);
      await feed.until(({ events }) => events.at(-1)?.data['job'] === job && events.at(-1)?.event === 'job_complete');
      expect(feed.names.indexOf('start_of_history')).toBe(0);
      expect(feed.names.lastIndexOf('start_of_history')).toBe(0);
      expect(jobsOf(feed.events.slice(-4))).toEqual([...bothOf(kept), ...bothOf(job)]);
    },
  );

  it('8.15 start_of_history tells how far back it goes, and nothing else', async () => {
    const askedMs = Date.now();
    using feed = await watch(after('nonsense'));
    await feed.until(({ events }) => events.length > 0);
    const data = feed.events[0]?.data ?? {};
    const horizonMs = Date.parse(String(data['timestamp']).replace(' ', 'T'));
    expect(data).toEqual({ timestamp });
    expect(horizonMs).toBeGreaterThanOrEqual(askedMs - KEPT_MS - 1);
    expect(horizonMs).toBeLessThanOrEqual(Date.now() - KEPT_MS + 1);
  });

  it('8.26 never ends by itself: it goes on after the end of a job', async () => {
    using feed = await watch();
    const jobs = [];
    for (let i = 0; i < 3; i += 1) jobs.push(await tenant.failedJob(ada));
    await feed.until(({ events }) => events.length === 6);
    expect(jobsOf(feed.events)).toEqual(jobs.flatMap(bothOf));
  });
});

describe('8 silence', () => {
  it('8.6 is broken by a comment after 15 s', async () => {
    const silent = await Tenant.create('s8-silent', { users: ['ada'] });
    const openedMs = Date.now();
    const path = silent.path('job_status_feed');
    using feed = await EventStream.open(origin, silent.as('ada'), path);
    await feed.until(({ text }) => text.includes('\n'));
    expect(feed.text).toBe(':keepalive\n\n');
    expect(Date.now() - openedMs).toBeGreaterThan(14_000);
  });
});

describe('8 what can be configured', () => {
  it('8.27 how long an organization keeps its events, and how long a feed plays in full', async () => {
    // The orchestrator is asked for a job in the summary, and the directory for who asks.
    await using feeds = await OwnProcess.start('feed', {
      ...{ DATABASE_URL: databaseUrl, REDIS_URL: redisUrl, ORCHESTRATOR_ADDRESS: orchestratorAddress },
      ...{ ORGANIZATION_FEED_KEEP_SECONDS: '0.5', FINISHED_GRACE_SECONDS: '2', KEEPALIVE_SECONDS: '1' },
    });
    const old = await tenant.failedJob(ada);
    const path = tenant.path(`job_status_feed/${old}`);
    for (;;) {
      const { names } = await (await EventStream.open(feeds.origin, ada, path)).toEnd();
      if (names.includes('summary')) break;
    }
    using feed = await watch(after('nonsense'), feeds.origin);
    const job = await tenant.failedJob(ada);
    await feed.until(({ events }) => events.at(-1)?.data['job'] === job);
    expect(feed.names[0]).toBe('start_of_history');
    expect(feed.text).not.toContain(old);
  });
});
