import type { Figure } from '../figure.ts';
import { WorkerProcess } from '../worker-process.ts';
import type { BareFeeds } from '../floors/bare-feeds.ts';
import type { InstalledFeeds } from '../watchers/installed-feeds.ts';
import type { WatcherWorkerMethods } from '../watchers/watcher-worker.ts';

const EVENTS = 50_000;
const QUERY = 'select number, event, data from job_event where job_id = $1 order by number';

/** The feed of an ended job, from the request to its last event; the floor is one query for all of its rows. */
export const replay: Figure<BareFeeds, InstalledFeeds> = {
  name: 'replay',
  title: 'replay of 50,000 past events',
  unit: 's',
  digits: 2,
  target: { under: 1 },
  measure: async (feeds, { repetitions }) => {
    const job = await feeds.storedJob({ events: EVENTS, ended: true });
    const seconds: number[] = [];
    for (let i = 0; i < repetitions; i++) seconds.push(await replaySeconds(feeds, job.path));
    return seconds;
  },
  floorBeside: async (feeds, { repetitions }) => {
    const job = await feeds.storedJob({ events: EVENTS, ended: true });
    const seconds: number[] = [];
    for (let i = 0; i < repetitions; i++) {
      const startedMs = performance.now();
      const { rowCount } = await feeds.postgres.query(QUERY, [job.id]);
      if (rowCount !== EVENTS) throw new Error(`the query gave ${rowCount} rows`);
      seconds.push((performance.now() - startedMs) / 1000);
    }
    return seconds;
  },
};

async function replaySeconds(feeds: InstalledFeeds, path: string): Promise<number> {
  await using worker = new WorkerProcess<WatcherWorkerMethods>(
    new URL('../watchers/watcher-worker.js', import.meta.url),
  );
  await worker.call('restart', false); // the process has started
  const startedMs = performance.now();
  await worker.call('arrive', { port: feeds.installation.feedPort, request: feeds.request(path), count: 1 });
  await worker.call('awaitEvents', EVENTS);
  const seconds = (performance.now() - startedMs) / 1000;
  const { events } = await worker.call('seen', undefined);
  if (events !== EVENTS) throw new Error(`${events} events were played`);
  return seconds;
}
