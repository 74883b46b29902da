import type { JobEvent, RunResult, Vote } from './outcome.ts';
import type { Reason } from './reasons.ts';
import { isLive, type LiveNodeStatus, type NodeStatus } from './statuses.ts';

type NodeEvent = Extract<JobEvent, { node: string }>;
type WithoutNode<E> = E extends unknown ? Omit<E, 'node'> : never;

/** An event about a node whose name is filled in later. Saying `rehab` also does it. */
export type Saying = WithoutNode<NodeEvent>;

/** One cell of a phase's table: what becomes of the node, what is said about it and in which order, and why. */
export interface Reaction {
  /** Absent: the node stays what it is. */
  readonly to?: NodeStatus;
  readonly say: readonly Saying[];
  readonly why?: Reason;
}

/** Where a node stands, with all endings taken as one. */
export type Standing = LiveNodeStatus | 'final';

export const standing = (status: NodeStatus): Standing => (isLive(status) ? status : 'final');

export const rehab: Saying = { event: 'rehab' };
export const runStart: Saying = { event: 'run_start' };
export const vote = (status: Vote): Saying => ({ event: 'quorum_vote', status });
export const result = (status: RunResult): Saying => ({ event: 'run_complete', status });
