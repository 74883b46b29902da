import { Child, freePorts } from '@push-jobs/local';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestCluster } from './local-cluster.ts';

const ENTRY = fileURLToPath(new URL('../../apps/feed/dist/main.js', import.meta.url));

interface Feed {
  readonly origin: string;
  readonly process: Child;
}

/** Starts feed services beside those of a cluster, on its Postgres, Redis and orchestrator. */
export async function startFeeds(system: TestCluster, count: number): Promise<FeedFleet> {
  const fleet = new FeedFleet(system);
  for (let i = 0; i < count; i++) await fleet.add();
  return fleet;
}

/** Feed services that come and go, and a balancer's idea of which of them take connections. */
export class FeedFleet {
  private feeds: readonly Feed[] = [];
  private started = 0;
  private asked = 0;

  constructor(private readonly system: TestCluster) {}

  get all(): readonly Feed[] {
    return this.feeds;
  }

  /** The origin of one that takes connections, each in turn. */
  any(): string {
    const feed = this.feeds[this.asked++ % this.feeds.length];
    if (feed === undefined) throw new Error('there is no feed service');
    return feed.origin;
  }

  async add(): Promise<Feed> {
    const [port = 0, operationsPort = 0] = await freePorts(2);
    const { cluster, dir } = this.system;
    const env = {
      ...cluster.child('feed').spec.env,
      FEED_PORT: String(port),
      OPERATIONS_PORT: String(operationsPort),
      DRAIN_SECONDS: '3',
    };
    const name = `feed-of-fleet-${++this.started}`;
    const process = new Child({ name, entry: ENTRY, env, logDir: path.join(dir, 'logs'), operationsPort });
    await process.start();
    const feed = { origin: `http://127.0.0.1:${port}`, process };
    this.feeds = [...this.feeds, feed];
    return feed;
  }

  /** As a cluster does it: no new connections first, then SIGTERM. */
  async remove(feed: Feed): Promise<void> {
    this.feeds = this.feeds.filter((other) => other !== feed);
    await feed.process.stop();
  }

  async stop(): Promise<void> {
    await Promise.all(this.feeds.map((feed) => this.remove(feed)));
  }
}
