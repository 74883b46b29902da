import { get } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FeedStore } from './feed-store.ts';
import { signedGet } from './testing/fake-orchestrator.fixture.ts';
import type { Events } from './testing/feed-writer.fixture.ts';
import { TestService } from './testing/service.fixture.ts';

const MOST = 3;
const FEED = '/organizations/acme/pushy/job_status_feed';
const COMPLETE: Events[number] = ['job_complete', '{"timestamp":"end","status":"complete"}'];

let service: TestService;
beforeAll(async () => {
  service = await TestService.start({ MAX_WATCHERS: String(MOST) });
});
afterAll(() => service[Symbol.asyncDispose]());

const refused = () => service.metric('push_jobs_feed_watchers_refused_total');

describe('a replica with as many watchers as it takes', () => {
  it('sends the next one to try again, and has a place as soon as somebody leaves', async () => {
    const watching = await Promise.all(Array.from({ length: MOST }, () => service.watch('acme')));

    const late = await service.watch('acme');
    expect(late.status).toBe(503);
    expect(Number(late.headers['retry-after'])).toBeGreaterThan(0);
    expect(await refused()).toBe(1);
    expect(await service.metric('push_jobs_feed_watchers')).toBe(MOST);

    watching[0]?.close();
    await expect.poll(async () => (await service.watch('acme')).status).toBe(200);
    for (const stream of watching) stream.close();
    await expect.poll(() => service.metric('push_jobs_feed_watchers')).toBeLessThanOrEqual(1);
  });

  it('lets no crowd in that comes at once, and keeps no place for who was refused', async () => {
    await using crowded = await TestService.start({ MAX_WATCHERS: '2' });
    const crowd = await Promise.all(Array.from({ length: 10 }, () => crowded.watch('acme')));
    const statuses = crowd.map(({ status }) => status).sort();
    expect(statuses).toEqual([...Array<number>(2).fill(200), ...Array<number>(8).fill(503)]);

    for (const stream of crowd) stream.close();
    await expect.poll(() => crowded.metric('push_jobs_feed_watchers')).toBe(0);
    const strangers = await Promise.all(Array.from({ length: 6 }, () => statusOf(crowded, { 'x-ops-userid': 'eve' })));
    expect(strangers.every((status) => status === 401 || status === 503)).toBe(true);
    const again = await Promise.all([crowded.watch('acme'), crowded.watch('acme')]);
    expect(again.map(({ status }) => status)).toEqual([200, 200]);
    for (const stream of again) stream.close();
  });
});

describe('a replica with as many connections as it takes', () => {
  it('hangs up on who comes then, while there is room to tell one watcher too many to come back', async () => {
    await using small = await TestService.start({ MAX_WATCHERS: '1', MAX_CONNECTIONS: '3' });
    const watching = await small.watch('acme');
    expect((await small.watch('acme')).status).toBe(503);

    const connections = () => small.metric('push_jobs_http_connections');
    await expect.poll(connections).toBe(1);
    const silent = [0, 1].map(() => connect(Number(new URL(small.url('/')).port), '127.0.0.1'));
    await expect.poll(connections).toBe(3);
    await expect(small.watch('acme')).rejects.toThrow(/ECONNRESET|hang up/);
    expect(await small.metric('push_jobs_http_connections_refused_total')).toBe(1);
    watching.close();
    for (const socket of silent) socket.destroy();
  });
});

describe('a feed of long events', () => {
  it('is read in pages of few bytes, and plays whole', async () => {
    const job = await service.writer.job('acme');
    const long = (n: number): Events[number] => ['start', `{"timestamp":"${n}","env":"${'x'.repeat(400_000)}"}`];
    await service.writer.append(job, [long(1), long(2), long(3), long(4), COMPLETE]);

    const store = new FeedStore(service.db.database);
    const feed = { kind: 'job', name: job } as const;
    const page = async (bytes: number) =>
      (await store.events(feed, 1, { events: 500, bytes })).map(({ number }) => number);
    expect([await page(1), await page(800_000), await page(900_000), await page(9_000_000)]).toEqual([
      [2],
      [2, 3],
      [2, 3, 4],
      [2, 3, 4, 5],
    ]);

    const stream = await service.watch('acme', `/${job}`);
    await stream.until(({ ids }) => ids.length === 5);
    expect(await stream.end).toBe('ended');
  });
});

/** Status of a signed request with other headers put over the right ones. */
function statusOf(at: TestService, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const options = { headers: { accept: 'text/event-stream', ...signedGet(FEED), ...headers }, agent: false };
    get(at.url(FEED), options, (response) => response.resume().on('end', () => resolve(response.statusCode))).on(
      'error',
      reject,
    );
  });
}
