import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Events } from './testing/feed-writer.fixture.ts';
import { TestService } from './testing/service.fixture.ts';

const started = (n: number): Events[number] => ['start', `{"timestamp":"${n}","job":"j${n}"}`];
/** No event before it; a slow machine may bring a keepalive. */
const FAREWELL = /^(:keepalive\n\n)*retry: \d+\n\n$/;
const KEPT_MS = 60_000;
const EXPIRED_MS = KEPT_MS + 1_000;

let service: TestService;
beforeAll(async () => {
  service = await TestService.start();
});
afterAll(() => service[Symbol.asyncDispose]());

describe('the feed of an organization', () => {
  it('gives only what is new to who names no event, and goes on after a job_complete', async () => {
    await service.writer.appendToOrganization('acme', [started(1), started(2)], EXPIRED_MS);
    await service.writer.appendToOrganization('acme', [started(3), started(4)]);

    const stream = await service.watch('acme');
    await service.publish(await service.writer.appendToOrganization('acme', [['job_complete', '{"timestamp":"5"}']]));
    await service.writer.appendToOrganization('acme', [started(6)]); // found by the poll
    await stream.until(({ ids }) => ids.length === 2);

    expect(stream.ids).toEqual(['org-5', 'org-6']);
    stream.close();
  });

  it('does not count as new what was already there but not yet heard of', async () => {
    const first = await service.watch('acme');
    await service.writer.appendToOrganization('acme', [started(7)]); // published to nobody
    const second = await service.watch('acme');
    await service.writer.appendToOrganization('acme', [started(8)]);
    await Promise.all([first.until(({ ids }) => ids.length === 2), second.until(({ ids }) => ids.length === 1)]);

    expect([first.ids, second.ids]).toEqual([['org-7', 'org-8'], ['org-8']]);
    first.close();
    second.close();
  });

  it('gives what came after an event that is kept', async () => {
    const stream = await service.watch('acme', '', { 'last-event-id': 'org-6' });
    await stream.until(({ ids }) => ids.length === 2);

    expect(stream.ids).toEqual(['org-7', 'org-8']);
    stream.close();
  });

  it.each(['org-1', 'org-2', 'org-99', 'nonsense'])('starts the history anew after %s', async (id) => {
    const askedAtMs = Date.now();
    const stream = await service.watch('acme', '', { 'last-event-id': id });
    await stream.until(({ ids }) => ids.length === 7);

    const [history] = stream.events;
    expect([history?.event, history?.id]).toEqual(['start_of_history', 'org-2']);
    expect(Object.keys(history?.data ?? {})).toEqual(['timestamp']);
    const horizonMs = Date.parse(String(history?.data['timestamp']).replace(' ', 'T'));
    expect(horizonMs).toBeGreaterThanOrEqual(askedAtMs - KEPT_MS - 1);
    expect(horizonMs).toBeLessThanOrEqual(Date.now() - KEPT_MS);
    expect(stream.ids.slice(1)).toEqual(['org-3', 'org-4', 'org-5', 'org-6', 'org-7', 'org-8']);
    stream.close();
  });

  it('begins with the history where nothing ever happened', async () => {
    const stream = await service.watch('other', '', { 'last-event-id': 'org-1' });
    await service.publish(await service.writer.appendToOrganization('other', [started(1)]));
    await stream.until(({ ids }) => ids.length === 2);

    expect(stream.ids).toEqual(['org-0', 'org-1']);
    stream.close();
  });

  it('sends a watcher away to be told, when events expired before they were read', async () => {
    await service.writer.appendToOrganization('late', [started(1)]);
    const stream = await service.watch('late', '', { 'last-event-id': 'org-1' });
    await service.db.database.$transaction([
      service.db.database.organizationFeed.update({ where: { organization: 'late' }, data: { lastEvent: 4 } }),
      service.db.database.organizationEvent.deleteMany({ where: { organization: 'late' } }),
      service.db.database.organizationEvent.create({
        data: { organization: 'late', number: 4, event: 'start', data: '{"timestamp":"4"}' },
      }),
    ]);

    expect(await stream.end).toBe('ended');
    expect(stream.text).toMatch(FAREWELL);
    const again = await service.watch('late', '', { 'last-event-id': 'org-1' });
    await again.until(({ ids }) => ids.length === 2);
    expect(again.ids).toEqual(['org-3', 'org-4']);
    again.close();
  });

  it('sends watchers away one after another where it has time, and tells the rest what happens meanwhile', async () => {
    await using draining = await TestService.start({ DRAIN_SECONDS: '3' });
    const streams = await Promise.all(Array.from({ length: 20 }, () => draining.watch('acme')));
    const stopped = draining.stop();
    await Promise.race(streams.map(({ end }) => end)); // one has gone, the others are served
    await draining.publish(await draining.writer.appendToOrganization('acme', [started(1)]));
    await stopped;

    const ends = await Promise.all(streams.map(({ end }) => end));
    expect(new Set(ends)).toEqual(new Set(['ended']));
    expect(streams.every(({ text }) => /retry: \d+\n\n$/.test(text))).toBe(true);
    const told = streams.filter(({ ids }) => ids.length > 0);
    expect(told.length).toBeGreaterThan(0);
    expect(told.length).toBeLessThan(streams.length);
  });

  it('sends watchers away who come back for the rest when the service stops', async () => {
    const stream = await service.watch('acme');
    await service.stop();

    expect(await stream.end).toBe('ended');
    expect(stream.text).toMatch(FAREWELL);
    await expect(service.watch('acme')).rejects.toThrow();
  });
});
