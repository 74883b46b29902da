import { type Costs, type PerService, type Service, SERVICES } from './costs.ts';
import { at } from './line.ts';

/** Who is there, and what they do. */
export interface Load {
  readonly nodes: number;
  readonly heartbeatSeconds: number;
  /** Every node is in a job so many times an hour. */
  readonly jobsPerNodeHour: number;
  readonly nodesPerJob: number;
  readonly watchers: number;
  /** Events per second that each watcher sees. */
  readonly eventsPerWatcherSecond: number;
}

/** What that takes: cores of each service, bytes, and the rates that single things have to bear. */
export interface Demand {
  readonly cores: PerService;
  readonly brokerBytes: number;
  readonly feedBytes: number;
  readonly heartbeatsPerSecond: number;
  readonly eventRowsPerSecond: number;
  readonly eventBytesPerDay: number;
  readonly deliveriesPerSecond: number;
  /** Of the presence index in Redis. */
  readonly presenceBytes: number;
}

/** `quorum_vote`, `run_start` and `run_complete`. */
export const EVENTS_PER_NODE = 3;
const SECONDS_PER_DAY = 86_400;

export function demandOf(costs: Costs, load: Load): Demand {
  const heartbeatsPerSecond = load.nodes / load.heartbeatSeconds;
  const jobsPerSecond = (load.nodes * load.jobsPerNodeHour) / load.nodesPerJob / 3600;
  const deliveriesPerSecond = load.watchers * load.eventsPerWatcherSecond;
  const cores = (service: Service): number =>
    heartbeatsPerSecond * costs.heartbeat[service] +
    jobsPerSecond * at(costs.job[service], load.nodesPerJob) +
    deliveriesPerSecond * costs.delivery[service];
  const eventRowsPerSecond = jobsPerSecond * load.nodesPerJob * EVENTS_PER_NODE;
  return {
    cores: Object.fromEntries(SERVICES.map((service) => [service, cores(service)])) as PerService, // of every service
    brokerBytes: load.nodes * costs.nodeBytes,
    feedBytes: load.watchers * costs.watcherBytes,
    heartbeatsPerSecond,
    eventRowsPerSecond,
    eventBytesPerDay: eventRowsPerSecond * SECONDS_PER_DAY * costs.eventRowBytes,
    deliveriesPerSecond,
    presenceBytes: load.nodes * costs.presenceBytes,
  };
}

/** Seconds of a job on idle nodes, on a machine like the one that was measured. */
export const jobSeconds = (costs: Costs, nodes: number): number => at(costs.jobSeconds, nodes);

/** Processor time of all services until so many nodes, which come at once, are available. */
export const arrivalCpuSeconds = (costs: Costs, nodes: number): number =>
  nodes * SERVICES.reduce((sum, service) => sum + costs.arrival[service], 0);

/** What one process can carry. */
export interface Capacity {
  /** Of a process that does its work in one thread. */
  readonly cores: number;
  readonly nodesPerBroker: number;
  readonly watchersPerFeed: number;
}

/** Replicas of each stateless service. A broker's sockets have threads of their own, which its cores count. */
export function replicasFor(
  demand: Demand,
  load: Load,
  capacity: Capacity,
): Record<Exclude<Service, 'postgres' | 'redis'>, number> {
  const byCores = (service: Service): number => Math.max(1, Math.ceil(demand.cores[service] / capacity.cores));
  return {
    gateway: byCores('gateway'),
    broker: Math.max(byCores('broker'), Math.ceil(load.nodes / capacity.nodesPerBroker)),
    orchestrator: byCores('orchestrator'),
    output: byCores('output'),
    feed: Math.max(byCores('feed'), Math.ceil(load.watchers / capacity.watchersPerFeed)),
  };
}
