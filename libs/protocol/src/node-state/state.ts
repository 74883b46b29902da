import type { NodeMessage } from '../messages.ts';

/**
 * How far the orchestrator has brought a node in a job: `commit` was sent; `committed`, the node agreed; `run` was sent;
 * `running`, the node said it runs.
 */
export type DutyPhase = 'commit' | 'committed' | 'run' | 'running';

/** What the orchestrator expects a node to be doing. */
export interface Duty {
  readonly jobId: string;
  readonly phase: DutyPhase;
  /** Heartbeats in a row that said otherwise, and agreed in it. 0 in a duty that is handed in. */
  readonly contradictions: number;
  /** What they say happened, and when the first of them came. */
  readonly doubt?: { readonly of: 'missed' | 'lost'; readonly sinceMs: number } | undefined;
  /** The answer that was concluded from a heartbeat and reported. Should it come after all, it is no news. */
  readonly concluded?: 'ack_commit' | 'ack_run' | undefined;
}

/**
 * A node as one broker sees it (wire contract section 6).
 *
 * In `rehab` it may still be doing something from before we knew it: it is told to abort at once and every second, and
 * is online but not available. It is `idle` once it answered `aborted`; then it is available, also while it works on a
 * job. A node that is down has no state at all.
 */
export interface NodeState {
  readonly phase: 'rehab' | 'idle';
  readonly incarnation: string;
  /** Health: heartbeats per interval, averaged. */
  readonly average: number;
  /** Heartbeats since the last tick. */
  readonly beats: number;
  readonly lastAbortMs: number;
  /** Aborts that no `aborted` has answered yet: a node answers each that reaches it. May count some that never did. */
  readonly unansweredAborts: number;
  /** The connection the node is reached by. */
  readonly route: string;
  readonly lastSequence: number;
  /** The connection before: what was still on its way there is heard, and nothing is heard twice. */
  readonly before?: { readonly route: string; readonly lastSequence: number } | undefined;
  readonly duty?: Duty | undefined;
  /** Incarnations that took this node's name, counted from `sinceMs` on. */
  readonly takeovers?: { readonly sinceMs: number; readonly count: number } | undefined;
  /** The job the node was done with last. A heartbeat that its result overtook may still name it. */
  readonly ended?: string | undefined;
  /** Jobs that ordered this rehab. They are done with the node and need not hear that it aborted. */
  readonly settled: readonly string[];
}

/** A message about what the node was told to do. */
export type JobMessage = Exclude<NodeMessage, { type: 'heartbeat' }>;

/** A verified message, the connection it came by, and when. */
export interface Heard {
  readonly message: NodeMessage;
  readonly route: string;
  readonly nowMs: number;
}

export type NodeInput =
  | ({ readonly type: 'message' } & Heard)
  /** Once per heartbeat interval. */
  | { readonly type: 'tick'; readonly nowMs: number }
  /** Once per second, at least for nodes in rehab: it repeats the abort. */
  | { readonly type: 'second'; readonly nowMs: number }
  /** The orchestrator's order. `jobId` names the job that is already done with this node, where one gave the order. */
  | { readonly type: 'rehab'; readonly nowMs: number; readonly jobId?: string }
  /** A command was sent, or another broker's node came over with its duty. `undefined`: no duty any more. */
  | { readonly type: 'duty'; readonly duty: Duty | undefined };

/** What a job may have to hear of a node. */
export const NODE_NEWS = [
  'ack_commit',
  'nack_commit',
  'ack_run',
  'nack_run',
  'succeeded',
  'failed',
  'aborted',
  /** The node is gone, or came back as a new process: it concerns every job the node is in, and names none. */
  'down',
  /** The node does nothing of the kind any more, and how it ended will never be known. */
  'lost',
  /** The last command never reached the node and may be sent again. */
  'missed',
  /** Something that cannot stand, such as a commitment from a node that was told to abort. */
  'other',
] as const;
export type NodeNews = (typeof NODE_NEWS)[number];

export type NodeEffect =
  | { readonly type: 'send'; readonly message: 'abort' | 'ack' }
  /** With `message` the node said so; without, it was concluded from its heartbeats or its silence. */
  | {
      readonly type: 'report';
      readonly news: NodeNews;
      readonly jobId: string | null;
      readonly message?: JobMessage;
    }
  /**
   * Answer a result that is repeated until then, though no job has to hear of it. One that is reported is answered once
   * the report is stored.
   */
  | { readonly type: 'acknowledge'; readonly jobId: string }
  /** Keep durably: true, that this incarnation was brought to idle; false, that it has to be aborted again. */
  | { readonly type: 'available'; readonly available: boolean }
  /** Forget the node, and that it ever was idle. What it sends next goes to `arrive`. */
  | { readonly type: 'down' }
  /**
   * The message was not listened to. `replayed`: its sequence number is not above the last one of its connection.
   * `contested`: processes take the node's name from each other faster than anybody restarts one.
   */
  | { readonly type: 'refuse'; readonly why: 'replayed' | 'contested' };

export interface NodeStep {
  readonly state: NodeState;
  readonly effects: readonly NodeEffect[];
}

/**
 * Whether the server knows a job to be unfinished, or finished so recently that late messages are to be ignored (5 s).
 * `undefined`: not known yet; no conclusion is drawn until it is.
 */
export type IsOpenJob = (jobId: string) => boolean | undefined;
