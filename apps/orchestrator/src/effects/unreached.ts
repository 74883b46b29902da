import { Injectable } from '@nestjs/common';
import type { Traceparent } from '@push-jobs/platform';
import type { OutboxRow } from './outbox-rows.ts';
import { keyOf } from './routing.ts';

/** A node to which a `commit` or `run` of a job certainly was not sent. */
export interface Unreached {
  readonly organization: string;
  readonly node: string;
  readonly jobId: string;
  readonly traceparent: Traceparent | null;
}

interface Entry {
  readonly unreached: Unreached;
  readonly sinceMs: number;
}

/**
 * Nodes that no broker could reach with their job's command. They get it as soon as a broker has them again. This is
 * only the short way: a broker that meets such a node also reports that the node has missed its command.
 */
@Injectable()
export class UnreachedNodes {
  private readonly waiting = new Map<string, Map<string, Entry>>();

  add({ organization, jobId, traceparent = null }: OutboxRow, nodes: Iterable<string>, nowMs: number): void {
    for (const node of nodes) {
      const key = keyOf(organization, node);
      const jobs = this.waiting.get(key) ?? new Map<string, Entry>();
      jobs.set(jobId, { unreached: { organization, node, jobId, traceparent }, sinceMs: nowMs });
      this.waiting.set(key, jobs);
    }
  }

  /** Those that have waited since `beforeMs` or longer are forgotten: their jobs have given up on them by now. */
  allSince(beforeMs: number): Unreached[] {
    const found: Unreached[] = [];
    for (const [key, jobs] of this.waiting) {
      for (const [jobId, { unreached, sinceMs }] of jobs) {
        if (sinceMs > beforeMs) found.push(unreached);
        else jobs.delete(jobId);
      }
      if (jobs.size === 0) this.waiting.delete(key);
    }
    return found;
  }

  /** Takes these nodes out. */
  take(nodes: Iterable<{ organization: string; node: string }>): Unreached[] {
    const taken: Unreached[] = [];
    for (const { organization, node } of nodes) {
      const key = keyOf(organization, node);
      for (const { unreached } of this.waiting.get(key)?.values() ?? []) taken.push(unreached);
      this.waiting.delete(key);
    }
    return taken;
  }
}
