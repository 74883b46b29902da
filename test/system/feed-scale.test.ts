import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FeedFleet, startFeeds } from '../support/feed-fleet.ts';
import { TestCluster } from '../support/local-cluster.ts';
import { OrganizationWatcher } from '../support/organization-watcher.ts';

const WATCHERS = 2_000;
const AT_ONCE = 100;
const JOBS = 40;

let system: TestCluster;
let feeds: FeedFleet;
beforeAll(async () => {
  system = await TestCluster.start();
  feeds = await startFeeds(system, 2);
});
afterAll(async () => {
  await feeds?.stop();
  await system?.[Symbol.asyncDispose]();
});

describe('feeds that are scaled from two to four and back to two, under 2,000 watchers', () => {
  it('lose no event and repeat none', async () => {
    const watchers = Array.from(
      { length: WATCHERS },
      () => new OrganizationWatcher(system.client(), () => feeds.any()),
    );
    try {
      for (let i = 0; i < WATCHERS; i += AT_ONCE) {
        await Promise.all(watchers.slice(i, i + AT_ONCE).map((watcher) => watcher.start()));
      }
      await startJob();
      await reached(2);

      const jobs = startJobs(JOBS);
      const [third, fourth] = [await feeds.add(), await feeds.add()];
      await Promise.all(
        feeds.all.filter((feed) => feed !== third && feed !== fourth).map((feed) => feeds.remove(feed)),
      );
      await jobs;
      await startJob();
      const last = 2 * (JOBS + 2);
      await reached(last);

      const whole = Array.from({ length: last }, (_, i) => i + 1);
      for (const { seen } of watchers) expect(seen).toEqual(whole);
      expect(watchers.every(({ connections }) => connections > 1)).toBe(true);
    } finally {
      for (const watcher of watchers) watcher.stop();
    }

    /** Until every watcher has seen so many events. */
    async function reached(number: number): Promise<void> {
      await Promise.all(watchers.map((watcher) => watcher.hasSeen(number)));
    }
  });
});

/** Begins and ends at once, because its only node is not there: two events. */
const startJob = (): Promise<string> => system.startJob({ command: 'uptime', nodes: ['nobody'] });

async function startJobs(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await startJob();
}
