import { describe, expect, it } from 'vitest';
import { type Costs, type PerService, SERVICES } from './costs.ts';
import { arrivalCpuSeconds, demandOf, jobSeconds, type Load, replicasFor } from './demand.ts';

const all = <T>(value: T) => Object.fromEntries(SERVICES.map((service) => [service, value])) as Record<string, T>;
const cpu = (seconds: number): PerService => all(seconds) as PerService; // of every service

/** Round numbers: a heartbeat 10 us, a delivery 1 us, an arrival 1 ms, a node of a job 100 us, and 1 ms for the job. */
const COSTS: Costs = {
  heartbeat: cpu(10e-6),
  arrival: cpu(1e-3),
  delivery: cpu(1e-6),
  job: all({ fixed: 1e-3, each: 100e-6 }) as Costs['job'], // of every service
  jobSeconds: { fixed: 0.1, each: 0.001 },
  nodeBytes: 100_000,
  presenceBytes: 100,
  watcherBytes: 20_000,
  eventRowBytes: 200,
};

const LOAD: Load = {
  nodes: 36_000,
  heartbeatSeconds: 10,
  jobsPerNodeHour: 1,
  nodesPerJob: 1_000,
  watchers: 1_000,
  eventsPerWatcherSecond: 10,
};

describe('what a load takes', () => {
  const demand = demandOf(COSTS, LOAD);

  it('is the sum of heartbeats, jobs and deliveries, each as often as it happens', () => {
    // 3,600 beats/s, one job on 1,000 nodes every 100 s, 10,000 deliveries/s
    expect(demand.cores.broker).toBeCloseTo(0.036 + 0.00101 + 0.01);
  });

  it('counts three events for each node of a job', () => {
    expect(demand.eventRowsPerSecond).toBeCloseTo(30);
    expect(demand.eventBytesPerDay).toBeCloseTo(30 * 86_400 * 200);
  });

  it('has memory for each connection', () => {
    expect([demand.brokerBytes, demand.feedBytes, demand.presenceBytes]).toEqual([3.6e9, 20e6, 3.6e6]);
  });

  it('is carried by as many replicas as the scarcer of cores and connections asks for', () => {
    const capacity = { cores: 0.01, nodesPerBroker: 10_000, watchersPerFeed: 100 };
    expect(replicasFor(demand, LOAD, capacity)).toMatchObject({ broker: 5, feed: 10, orchestrator: 5 });
  });
});

describe('single happenings', () => {
  it('take a time that grows with the nodes', () => {
    expect(jobSeconds(COSTS, 1_000)).toBeCloseTo(1.1);
  });

  it('of many nodes at once take the processor time of all services', () => {
    expect(arrivalCpuSeconds(COSTS, 1_000)).toBeCloseTo(SERVICES.length);
  });
});
