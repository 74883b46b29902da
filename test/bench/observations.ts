import { readdirSync, readFileSync } from 'node:fs';
import type { Installation } from './installation.ts';
import { cpuSeconds, cpuSecondsOfEndedChildren } from './processes.ts';

/** What happened, and how often: `size` nodes arrived, `size` node events were logged, and so on. */
export type Happening = 'arrivals' | 'heartbeats' | 'job' | 'node events' | 'deliveries' | 'posts' | 'short jobs';

/** What something cost, beside the table: the model of test/scale computes with it. */
export interface Observation {
  readonly what: Happening;
  readonly size: number;
  readonly seconds: number;
  /** Processor time per service in that time. */
  readonly cpuSeconds: Readonly<Record<string, number>>;
}

/**
 * What so many of something take: memory of the broker for nodes and of the feed service for watchers, beyond what it has
 * without any; memory of Redis for nodes in the presence index; disk for rows of the event log, indexes included.
 */
export interface Space {
  readonly of: 'nodes' | 'watchers' | 'presence' | 'event rows';
  readonly size: number;
  readonly bytes: number;
}

export const observations: Observation[] = [];
export const spaces: Space[] = [];

/** Does some work on an installation and notes what it cost. `size`: of what `work` answers. */
export async function observe<T>(
  installation: Installation,
  what: Happening,
  work: () => Promise<T>,
  size: (result: T) => number,
): Promise<T> {
  const before = cpuByService(installation);
  const startedMs = performance.now();
  const result = await work();
  const seconds = (performance.now() - startedMs) / 1000;
  const after = cpuByService(installation);
  const used = Object.entries(after).map(([name, cpu]) => [name, cpu - (before[name] ?? 0)] as const);
  observations.push({ what, size: size(result), seconds, cpuSeconds: Object.fromEntries(used) });
  return result;
}

function cpuByService(installation: Installation): Record<string, number> {
  return Object.fromEntries(
    Object.entries(installation.pids).map(([name, pid]) => [
      name,
      cpuSeconds(pid) + cpuSecondsOfEndedChildren(pid) + cpuOfChildren(pid),
    ]),
  );
}

/** Postgres works in children. */
function cpuOfChildren(pid: number): number {
  let sum = 0;
  for (const child of readdirSync('/proc')) {
    if (!/^\d+$/.test(child)) continue;
    try {
      const stat = readFileSync(`/proc/${child}/stat`, 'utf8');
      if (Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === pid) sum += cpuSeconds(Number(child));
    } catch {
      // It ended just now.
    }
  }
  return sum;
}
