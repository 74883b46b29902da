import type { Step } from './outcome.ts';
import type { JobStatus, NodeStatus } from './statuses.ts';

/** How many nodes of a job are in each status. */
export type Counts = Record<NodeStatus, number>;

/**
 * A job as far as its machine cares: a mutable working copy that belongs to one caller.
 * `counts` always agrees with `nodes`, so that hearing from one node costs the same however many there are.
 */
export interface Job {
  readonly id: string;
  /** How many nodes must be ready for the job to run. May exceed the number of nodes; then the vote cannot succeed. */
  readonly quorum: number;
  status: JobStatus;
  readonly nodes: Map<string, NodeStatus>;
  readonly counts: Counts;
}

/** A job that is only looked at. Every `Job` is one. */
export interface ReadonlyJob {
  readonly id: string;
  readonly quorum: number;
  readonly status: JobStatus;
  readonly nodes: ReadonlyMap<string, NodeStatus>;
  readonly counts: Readonly<Counts>;
}

/** A job that has not started. Nodes named twice count once. */
export function newJob({ id, quorum, nodes }: { id: string; quorum: number; nodes: Iterable<string> }): Job {
  return restoreJob({ id, quorum, status: 'new', nodes: Array.from(nodes, (node) => [node, 'new']) });
}

/** A job as storage remembers it. */
export function restoreJob(stored: {
  id: string;
  quorum: number;
  status: JobStatus;
  nodes: Iterable<readonly [string, NodeStatus]>;
}): Job {
  const nodes = new Map(stored.nodes);
  return { id: stored.id, quorum: stored.quorum, status: stored.status, nodes, counts: count(nodes.values()) };
}

/**
 * Folds a step into the working copy that it was computed from, in place; costs as much as the step has node changes.
 * Throws when the step names a node that the job does not have: it is another job's.
 */
export function advance(job: Job, step: Step): void {
  for (const { node, status } of step.nodes) {
    const from = job.nodes.get(node);
    if (from === undefined) throw new Error(`job ${job.id} has no node ${node}: the step belongs to another job`);
    job.counts[from] -= 1;
    job.counts[status] += 1;
    job.nodes.set(node, status);
  }
  if (step.status !== undefined) job.status = step.status;
}

function count(statuses: Iterable<NodeStatus>): Counts {
  const counts: Counts = {
    new: 0,
    ready: 0,
    running: 0,
    succeeded: 0,
    failed: 0,
    aborted: 0,
    crashed: 0,
    nacked: 0,
    unavailable: 0,
    was_ready: 0,
    timed_out: 0,
  };
  for (const status of statuses) counts[status] += 1;
  return counts;
}
