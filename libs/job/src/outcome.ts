import type { Phase } from './inputs.ts';
import type { FinishedJobStatus, JobStatus, NodeStatus } from './statuses.ts';

/** What a `quorum_vote` event can say, spelled as on the wire. `aborted` belongs to cancelling, the rest to wire contract section 7. */
export const VOTES = [
  'success',
  'failure',
  'unexpected_commit',
  'lost_availibility',
  'client_died_while_voting',
  'down',
  'voting_timeout',
  'aborted',
] as const;
export type Vote = (typeof VOTES)[number];

/** What a `run_complete` event can say, spelled as on the wire. `aborted` belongs to cancelling, the rest to wire contract section 7. */
export const RUN_RESULTS = [
  'success',
  'failure',
  'crashed',
  'run_nacked',
  'run_nacked_while_running',
  'client_died_while_running',
  'aborted',
] as const;
export type RunResult = (typeof RUN_RESULTS)[number];

/** An entry of the job's feed, less what only the caller knows (time, id, user, command). */
export type JobEvent =
  | { readonly event: 'start' }
  | { readonly event: 'quorum_vote'; readonly node: string; readonly status: Vote }
  | { readonly event: 'quorum_succeeded' }
  | { readonly event: 'run_start'; readonly node: string }
  | { readonly event: 'run_complete'; readonly node: string; readonly status: RunResult }
  | { readonly event: 'job_complete'; readonly status: FinishedJobStatus }
  | { readonly event: 'rehab'; readonly node: string };

/** Work for the caller once the step is stored. */
export type Effect =
  /** Send `commit` to every node that is still `new`. */
  | { readonly type: 'commit' }
  /** Send `run` to every node that is `ready`. */
  | { readonly type: 'run' }
  /** Send `abort` once. Unlike rehab it leaves no trace in the feed. */
  | { readonly type: 'abort'; readonly nodes: readonly string[] }
  /** Take the nodes out of service until they answer `aborted` (wire contract section 6). */
  | { readonly type: 'rehab'; readonly nodes: readonly string[] }
  | { readonly type: 'arm'; readonly deadline: Phase }
  | { readonly type: 'finished' };

/** `reason`: plain words for people on why the node is no longer what it was. */
export interface NodeChange {
  readonly node: string;
  readonly status: NodeStatus;
  readonly reason?: string;
}

/** What one input did to a job. Plain data: it can be stored, sent, and folded into a working copy with `advance`. */
export interface Step {
  /** Where the job stands afterwards, if that is somewhere new. Phases passed within the step do not show. */
  readonly status?: JobStatus;
  /** Each node at most once, with the status it ended up in. */
  readonly nodes: readonly NodeChange[];
  /** In the order in which they are to be published. */
  readonly events: readonly JobEvent[];
  /** Releases (`rehab`, `abort`) come before sends, sends before deadlines, `finished` is last. */
  readonly effects: readonly Effect[];
}

export const NOTHING: Step = { nodes: [], events: [], effects: [] };
