import type { TestCluster } from '../support/local-cluster.ts';
import { metric } from '../support/metrics.ts';

const MIB = 2 ** 20;

/** From which part of a run to which a process's memory is compared: by then caches are full and code is compiled. */
const MIDDLE = [0.45, 0.65] as const;
const END = [0.85, 1] as const;

export interface Growth {
  readonly name: string;
  readonly middleMiB: number;
  readonly endMiB: number;
}

/** Watches every process of an installation: that none of them ends, and how much memory the services have. */
export class Vitals {
  /** Names of processes that ended. */
  readonly ended: string[] = [];
  private readonly samples: { progress: number; bytes: Map<string, number> }[] = [];

  constructor(private readonly system: TestCluster) {
    for (const child of system.cluster.children.values()) {
      child.onExit(() => {
        if (!child.stopping) this.ended.push(child.name);
      });
    }
  }

  /** `progress`: from 0 to 1. */
  async sample(progress: number): Promise<void> {
    const services = [...this.system.cluster.children.values()].filter(({ spec }) => spec.operationsPort !== undefined);
    const read = services.map(async ({ name, spec }) => {
      const bytes = await metric(`http://127.0.0.1:${spec.operationsPort}`, 'process_resident_memory_bytes');
      return [name, bytes] as const;
    });
    this.samples.push({ progress, bytes: new Map(await Promise.all(read)) });
  }

  /** The least memory of each service in the middle of the run and at its end: what stays after collection. */
  growth(): Growth[] {
    const names = [...(this.samples[0]?.bytes.keys() ?? [])];
    return names.map((name) => ({ name, middleMiB: this.least(name, MIDDLE), endMiB: this.least(name, END) }));
  }

  private least(name: string, [from, to]: readonly [number, number]): number {
    const within = this.samples.filter(({ progress }) => progress >= from && progress <= to);
    return Math.round(Math.min(...within.map(({ bytes }) => bytes.get(name) ?? Infinity)) / MIB);
  }
}
