import type { Capacity, Load } from './demand.ts';

/** What a fleet does all day: each node is in two jobs an hour, and a hundredth as many people watch as there are nodes. */
const everyDay = (nodes: number): Load => ({
  nodes,
  heartbeatSeconds: 10,
  jobsPerNodeHour: 2,
  nodesPerJob: 1_000,
  watchers: nodes / 100,
  eventsPerWatcherSecond: 10,
});

export const SCENARIOS: readonly Load[] = [1_000, 9_000, 100_000, 1_000_000].map(everyDay);

/**
 * A process does its own work in one thread, of which a third is left for bursts. 25,000 nodes are 50,000 descriptors,
 * and come back within a minute or so when their broker is gone.
 */
export const CAPACITY: Capacity = { cores: 0.67, nodesPerBroker: 25_000, watchersPerFeed: 10_000 };
