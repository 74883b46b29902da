import { median } from '../bench/statistics.ts';
import type { Space } from '../bench/observations.ts';
import { type Line, lineThrough } from './line.ts';
import { type Measured, observed } from './measured.ts';

export const SERVICES = ['gateway', 'broker', 'orchestrator', 'output', 'feed', 'postgres', 'redis'] as const;
export type Service = (typeof SERVICES)[number];
/** Processor time in seconds per service. */
export type PerService = Readonly<Record<Service, number>>;

/** What single things cost, as measured. Memory in bytes. */
export interface Costs {
  /** Per heartbeat of a node. */
  readonly heartbeat: PerService;
  /** Per node that comes with a configuration request, up to its being available. */
  readonly arrival: PerService;
  /** Seconds of a job, by its nodes, with everything on the machine that was measured. */
  readonly jobSeconds: Line;
  /** Processor time of a job, by its nodes. */
  readonly job: Readonly<Record<Service, Line>>;
  /** Per event delivered to a watcher. */
  readonly delivery: PerService;
  /** In the broker, and in the presence index. */
  readonly nodeBytes: number;
  readonly presenceBytes: number;
  /** In the feed service. */
  readonly watcherBytes: number;
  /** On disk, indexes included. */
  readonly eventRowBytes: number;
}

/** Sizes of jobs that costs are taken from; 1,000 and 9,000 are left out, because they are what is predicted. */
const JOB_SIZES = [100, 300, 3_000];

/** Where most beats came in a second: there they cost much more than what a broker does anyhow. */
const mostBeats = (measured: Measured) =>
  observed(measured, 'heartbeats')
    .sort((a, b) => b.size / b.seconds - a.size / a.seconds)
    .slice(0, 1);

/** @throws Error where something was not measured */
export function costsOf(measured: Measured): Costs {
  return {
    heartbeat: perService((service) => each(mostBeats(measured), service)),
    arrival: perService((service) => each(mostArrivals(measured), service)),
    jobSeconds: lineThrough(
      JOB_SIZES.map((size) => [size, median(observed(measured, 'job', size).map((job) => job.seconds))]),
    ),
    job: Object.fromEntries(SERVICES.map((service) => [service, lineOfJobs(measured, service)])) as Costs['job'], // of every service
    delivery: perService((service) => each(observed(measured, 'deliveries'), service)),
    nodeBytes: bytesEach(measured, 'nodes'),
    presenceBytes: bytesEach(measured, 'presence'),
    watcherBytes: bytesEach(measured, 'watchers'),
    eventRowBytes: bytesEach(measured, 'event rows'),
  };
}

const mostArrivals = (measured: Measured) =>
  observed(measured, 'arrivals')
    .sort((a, b) => b.size - a.size)
    .slice(0, 1);

const perService = (cost: (service: Service) => number): PerService =>
  Object.fromEntries(SERVICES.map((service) => [service, cost(service)])) as PerService; // of every service

function each(observations: ReturnType<typeof observed>, service: Service): number {
  const cpuSeconds = observations.reduce((sum, one) => sum + (one.cpuSeconds[service] ?? 0), 0);
  return Math.max(0, cpuSeconds) / observations.reduce((sum, one) => sum + one.size, 0);
}

/** The kernel counts processor time in hundredths of a second, so jobs of one size are added up. */
function lineOfJobs(measured: Measured, service: Service): Line {
  const means = JOB_SIZES.map((size) => {
    const jobs = observed(measured, 'job', size);
    return [size, jobs.reduce((sum, job) => sum + (job.cpuSeconds[service] ?? 0), 0) / jobs.length] as const;
  });
  const counted = means.filter(([, mean]) => mean > 0);
  const line = counted.length < 2 ? { fixed: 0, each: 0 } : lineThrough(counted);
  return line.each >= 0 ? line : { fixed: median(counted.map(([, mean]) => mean)), each: 0 };
}

/** From the largest crowd: memory that nobody has given back yet weighs least there. */
function bytesEach({ spaces }: Measured, of: Space['of']): number {
  const [largest] = spaces.filter((one) => one.of === of).sort((a, b) => b.size - a.size);
  if (largest === undefined) throw new Error(`nobody has measured the space of ${of}`);
  return largest.bytes / largest.size;
}
