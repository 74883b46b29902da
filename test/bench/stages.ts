import { InstalledLog } from './events/installed-log.ts';
import type { Stage } from './figure.ts';
import { connectStorm } from './figures/connect-storm.ts';
import { growth } from './figures/growth.ts';
import { heartbeats } from './figures/heartbeats.ts';
import { jobOn } from './figures/job-duration.ts';
import { deliveries, deliveryDelay, memoryPerWatcher } from './figures/watchers.ts';
import { nodeEvents } from './figures/node-events.ts';
import { postDelay, postRate } from './figures/posts.ts';
import { retention } from './figures/retention.ts';
import { shortJobs } from './figures/short-jobs.ts';
import { InstalledArchive } from './load/installed-archive.ts';
import { InstalledJobs } from './load/installed-jobs.ts';
import { Nothing } from './nothing.ts';
import { memoryPerNode } from './figures/memory-per-node.ts';
import { replay } from './figures/replay.ts';
import { BareFeeds } from './floors/bare-feeds.ts';
import { BareNodes } from './floors/bare-nodes.ts';
import { InstalledNodes } from './nodes/installed-nodes.ts';
import { InstalledFeeds } from './watchers/installed-feeds.ts';

const NODES = 9_000;
/** The first one meets code that is not compiled yet. */
const STORMS = 5;
const BEATING_NODES = 5_000;
const WATCHERS = 9_000;
/** For jobs on one node, and a thousand for each of several jobs at a time. */
const FEW_NODES = 100;
const EAGER_NODES = 4_000;

const nodes: Stage<BareNodes, InstalledNodes> = {
  name: 'nodes',
  figures: [memoryPerNode, connectStorm, jobOn(1_000, 0.6), jobOn(9_000, 4), growth],
  openBare: () => BareNodes.open(NODES, { storms: STORMS }),
  openReal: () => InstalledNodes.open(NODES, { storms: STORMS }),
};

const beats: Stage<BareNodes, InstalledNodes> = {
  name: 'heartbeats',
  figures: [heartbeats],
  openBare: () => BareNodes.open(BEATING_NODES, { heartbeatMs: 1_000 }),
  openReal: () => InstalledNodes.open(BEATING_NODES, { heartbeatSeconds: 1 }),
};

const feeds: Stage<BareFeeds, InstalledFeeds> = {
  name: 'feeds',
  figures: [replay, memoryPerWatcher, deliveries, deliveryDelay],
  openBare: () => BareFeeds.open(WATCHERS),
  openReal: () => InstalledFeeds.open(WATCHERS),
};

const jobs: Stage<Nothing, InstalledJobs> = {
  name: 'jobs',
  figures: [shortJobs, postRate, postDelay],
  openBare: async () => new Nothing(),
  openReal: () => InstalledJobs.open(FEW_NODES),
};

const expiry: Stage<Nothing, InstalledArchive> = {
  name: 'expiry',
  figures: [retention],
  openBare: async () => new Nothing(),
  openReal: () => InstalledArchive.open(FEW_NODES),
};

const log: Stage<Nothing, InstalledLog> = {
  name: 'log',
  figures: [nodeEvents],
  openBare: async () => new Nothing(),
  openReal: () => InstalledLog.open(EAGER_NODES),
};

// Each stage is checked as a whole above; together they are run the same way whatever they are measured on.
export const STAGES = [nodes, log, jobs, expiry, feeds, beats] as unknown as readonly Stage<
  AsyncDisposable,
  AsyncDisposable
>[];
