import { z } from 'zod';

/** Longer names of organizations and nodes are no names; it bounds what an unauthenticated body can make us look up. */
export const MAX_NAME_LENGTH = 255;

const name = z.string().min(1).max(MAX_NAME_LENGTH);

/** `sequence` counts up per sender and connection; `timestamp` is RFC 1123. */
const stamp = { sequence: z.int().nonnegative(), timestamp: z.string() };

/** What every message of a node carries. A 1.x client leaves out `protocol_version`. */
const fromNode = {
  ...stamp,
  node: name,
  client: z.string(),
  protocol_version: z.string().optional(),
  org: name,
  incarnation_id: z.string().min(1),
  job_id: z.string().nullable(),
};

/** Our agent says why it refused; stock clients do not. */
const refusal = { ...fromNode, reason: z.string().optional() };

/**
 * `stdout` and `stderr` are there when captured, and left out where they would not fit; our agent says why, and how the
 * command ended. With `ack` it asks for a `result_ack`, and repeats the result until that comes (feature `result_ack`).
 */
const result = {
  ...fromNode,
  reason: z.string().optional(),
  stdout: z.string().optional(),
  stderr: z.string().optional(),
  exit_code: z.int().optional(),
  /** Anything but a boolean asks for nothing: an extension of ours must cost nobody a result. */
  ack: z.boolean().optional().catch(undefined),
};

/** Everything a node sends on the command channel (wire contract section 5). Unknown fields are dropped. */
export const NodeMessage = z.discriminatedUnion('type', [
  z.object({ ...fromNode, type: z.literal('heartbeat'), job_state: z.enum(['idle', 'committed', 'running']) }),
  z.object({ ...fromNode, type: z.literal('ack_commit') }),
  z.object({ ...refusal, type: z.literal('nack_commit') }),
  z.object({ ...fromNode, type: z.literal('ack_run') }),
  z.object({ ...refusal, type: z.literal('nack_run') }),
  z.object({ ...fromNode, type: z.literal('aborted') }),
  z.object({ ...result, type: z.literal('succeeded') }),
  z.object({ ...result, type: z.literal('failed') }),
]);
export type NodeMessage = z.infer<typeof NodeMessage>;
export type NodeResult = Extract<NodeMessage, { type: 'succeeded' | 'failed' }>;
export type NodeHeartbeat = Extract<NodeMessage, { type: 'heartbeat' }>;

/** Whether the node repeats this message until it is acknowledged. A stock client never does. */
export const asksForAck = (message: NodeMessage): message is NodeResult =>
  (message.type === 'succeeded' || message.type === 'failed') && message.ack === true;

/**
 * Everything a server sends to one node. `abort` means: drop what you do, become idle. `ack`: the channel works.
 * `result_ack`: how the job ended there is stored, or matters to no job any more; only for a result that asked for it.
 */
export const CommandMessage = z.discriminatedUnion('type', [
  z.object({
    ...stamp,
    type: z.literal('commit'),
    job_id: z.string(),
    server: z.string().optional(),
    command: z.string(),
    user: z.string().optional(),
    dir: z.string().optional(),
    env: z.record(z.string(), z.string()).optional(),
    file: z.string().optional(),
    capture: z.boolean().optional(),
  }),
  z.object({ ...stamp, type: z.literal('run'), job_id: z.string() }),
  z.object({ ...stamp, type: z.literal('abort') }),
  z.object({ ...stamp, type: z.literal('ack') }),
  z.object({ ...stamp, type: z.literal('result_ack'), job_id: z.string() }),
]);
export type CommandMessage = z.infer<typeof CommandMessage>;

type WithoutStamp<Message> = Message extends unknown ? Omit<Message, keyof typeof stamp> : never;
/** A command that is still to be numbered and dated for a node. */
export type UnstampedCommand = WithoutStamp<CommandMessage>;

/** What the server publishes to all nodes, every interval. */
export const ServerHeartbeat = z.object({
  ...stamp,
  server: z.string(),
  type: z.literal('heartbeat'),
  incarnation_id: z.string(),
});
export type ServerHeartbeat = z.infer<typeof ServerHeartbeat>;

export type ServerMessage = CommandMessage | ServerHeartbeat;
