import { setTimeout as pause } from 'node:timers/promises';
import type { Events } from '../events.ts';
import { keyOf, type NodeName } from '../keys/node-name.ts';
import type { Orchestrators } from '../orchestrators.ts';
import type { Valve } from '../valve.ts';
import type { JobTraces } from './job-traces.ts';
import { Lane } from './lane.ts';
import { type Report, toNodeEvent } from './node-event.ts';

const FLUSH_WITHIN_MS = 5_000;

export interface ReportsOptions {
  /** This process's life; batches are numbered within it. */
  readonly session: string;
  /** Events that may wait before nodes are not read any more. */
  readonly limit: number;
  /** The same for their bytes. */
  readonly maxBytes: number;
}

/** What nodes did, on its way to the orchestrator: as many lanes as there are replicas to share the work. */
export class Reports {
  private readonly lanes: readonly Lane[];
  private drained: (() => void) | undefined;

  constructor(
    orchestrators: Orchestrators,
    private readonly options: ReportsOptions,
    traces: JobTraces,
    private readonly valve: Valve,
    private readonly events: Events,
  ) {
    const taken = (): void => this.taken();
    this.lanes = Array.from(
      { length: orchestrators.count },
      (_, i) => new Lane(options.session, i, orchestrators, traces, events, taken),
    );
  }

  get depth(): number {
    return this.lanes.reduce((sum, lane) => sum + lane.depth, 0);
  }

  get bytes(): number {
    return this.lanes.reduce((sum, lane) => sum + lane.bytes, 0);
  }

  /** Calls `stored` once the report is durable at the orchestrator; never, where this process ends before. */
  push(name: NodeName, report: Report, stored?: () => void): void {
    this.laneOf(name).push(toNodeEvent(name, report), stored);
    this.events.reported(report.news);
    this.level(this.depth);
  }

  /** Waits a while for what is on its way. What remains is lost with this process: nodes' heartbeats will tell. */
  async close(): Promise<void> {
    if (this.depth > 0) {
      const timer = new AbortController();
      const drained = new Promise<void>((resolve) => (this.drained = resolve));
      await Promise.race([drained, pause(FLUSH_WITHIN_MS, undefined, { signal: timer.signal }).catch(() => undefined)]);
      timer.abort();
    }
    for (const lane of this.lanes) lane.stop();
  }

  private taken(): void {
    const { depth } = this;
    this.level(depth);
    if (depth === 0) this.drained?.();
  }

  private level(depth: number): void {
    this.valve.level('reports', depth, this.options.limit);
    this.valve.level('report bytes', this.bytes, this.options.maxBytes);
  }

  /**
   * By node, not by job: `down` names no job and concerns all of them, and must neither overtake nor be overtaken by
   * what the node said of a job. Events of one job from several nodes may take several lanes: between nodes there is no
   * order to keep.
   */
  private laneOf(name: NodeName): Lane {
    return this.lanes[hash(keyOf(name)) % this.lanes.length] as Lane; // there is at least one
  }
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}
