/** The two stretches of a job's life in which nodes are heard, each with its own deadline. */
export type Phase = 'voting' | 'running';

export const NODE_NEWS = [
  'ack_commit',
  'nack_commit',
  'ack_run',
  'nack_run',
  'succeeded',
  'failed',
  'aborted',
  /** The node went offline, or came back as a new process. */
  'down',
  /** The node says that it is idle while the job counts on it: whatever it had to say was lost. */
  'lost',
  /** Anything a node can send that fits nowhere in a job. */
  'other',
] as const;

/** What can be heard of one node: the message types of wire contract section 5 that name a job, and what presence finds out. */
export type NodeNews = (typeof NODE_NEWS)[number];

/** Everything that can happen to a job. Late, repeated and misdirected inputs are fine: they change nothing. */
export type Input =
  /** `down`: the nodes that are offline or in rehab at this moment. */
  | { readonly type: 'start'; readonly down: readonly string[] }
  /** `reason`: the node's own words, for instance on why it refused. */
  | { readonly type: 'news'; readonly node: string; readonly news: NodeNews; readonly reason?: string }
  | { readonly type: 'deadline'; readonly of: Phase }
  /** Without `nodes` the whole job, otherwise only the part these nodes have in it. */
  | { readonly type: 'cancel'; readonly nodes?: readonly string[] };
