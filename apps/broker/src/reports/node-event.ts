import type { NodeEvent, NodeNews as WireNews } from '@push-jobs/contracts';
import { asksForAck, type NodeEffect, type NodeMessage, type NodeNews } from '@push-jobs/protocol';
import type { NodeName } from '../keys/node-name.ts';

/** `reason`: our own words, where we speak for the node. */
export type Report = Extract<NodeEffect, { type: 'report' }> & { readonly reason?: string };

const WIRE_NEWS: Readonly<Record<NodeNews, WireNews>> = {
  ack_commit: 'ACK_COMMIT',
  nack_commit: 'NACK_COMMIT',
  ack_run: 'ACK_RUN',
  nack_run: 'NACK_RUN',
  succeeded: 'SUCCEEDED',
  failed: 'FAILED',
  aborted: 'ABORTED',
  down: 'DOWN',
  lost: 'LOST',
  missed: 'MISSED',
  other: 'OTHER',
};

const LONGEST_REASON = 1_000;

/** A report as the orchestrator gets it. */
export function toNodeEvent({ organization, node }: NodeName, { news, jobId, message, reason }: Report): NodeEvent {
  return {
    organization,
    node,
    jobId: jobId ?? '',
    news: WIRE_NEWS[news],
    reason: message === undefined ? (reason ?? '') : reasonOf(message),
    output: message === undefined ? null : outputOf(message),
    untilAcknowledged: message !== undefined && asksForAck(message),
  };
}

/** Without NUL, which Postgres takes in no text. */
function reasonOf(message: NodeMessage): string {
  const reason = 'reason' in message ? message.reason : undefined;
  return (reason ?? '').slice(0, LONGEST_REASON).replaceAll('\0', '');
}

/** Both channels, or none (wire contract section 3). */
function outputOf(message: NodeMessage): NonNullable<NodeEvent['output']> | null {
  if (message.type !== 'succeeded' && message.type !== 'failed') return null;
  const { stdout, stderr } = message;
  if (stdout === undefined || stderr === undefined) return null;
  return { stdout: Buffer.from(stdout), stderr: Buffer.from(stderr) };
}

const FIXED_BYTES = 200;

/** About what an event takes on the wire. */
export function sizeOf({ output, reason }: NodeEvent): number {
  return FIXED_BYTES + (reason?.length ?? 0) + (output?.stdout?.length ?? 0) + (output?.stderr?.length ?? 0);
}
