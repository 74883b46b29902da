import type { Result } from './job-machine.ts';

/** A result that the server has not acknowledged, and when it is sent next. */
export interface Waiting {
  readonly result: Result;
  /** How often it was sent. */
  readonly sent: number;
  readonly dueMs: number;
}

/** Results that are repeated until they are acknowledged, the oldest first. */
export type Unacknowledged = readonly Waiting[];

/** Each may hold as much output as fits into a message. A node gets here only where servers fail job after job. */
const KEPT_AT_MOST = 16;
const FIRST_AT_LEAST_MS = 500;
const FIRST_AT_MOST_MS = 5_000;
const LONGEST_MS = 60_000;

/**
 * How long to wait for an acknowledgement of a result that was sent `sent` times. It begins with half a heartbeat
 * interval, or half a second where that is longer: two heartbeats that say `idle`, a second or more apart, are the proof
 * of a lost result to the server. It doubles up to a minute, and half of it is random. `random` is in [0, 1).
 */
export function patienceMs(sent: number, intervalMs: number, random: number): number {
  const first = Math.min(FIRST_AT_MOST_MS, Math.max(FIRST_AT_LEAST_MS, intervalMs / 2));
  const full = Math.min(LONGEST_MS, first * 2 ** Math.min(sent - 1, 10));
  return full / 2 + (full / 2) * random;
}

/** A result was sent. A job has one result: sent once more, it takes the place of the one before. */
export function afterSending(
  waiting: Unacknowledged,
  result: Result,
  { nowMs, intervalMs, random }: { nowMs: number; intervalMs: number; random: number },
): Unacknowledged {
  const before = waiting.find((entry) => entry.result.job_id === result.job_id);
  const sent = (before?.sent ?? 0) + 1;
  const entry = { result, sent, dueMs: nowMs + patienceMs(sent, intervalMs, random) };
  if (before !== undefined) return waiting.map((other) => (other === before ? entry : other));
  return [...waiting, entry].slice(-KEPT_AT_MOST);
}

/** The server has stored how the job ended here, or has no use for it. */
export const afterAcknowledgement = (waiting: Unacknowledged, jobId: string): Unacknowledged =>
  waiting.filter(({ result }) => result.job_id !== jobId);

/** What is to be sent again now. */
export const dueAt = (waiting: Unacknowledged, nowMs: number): readonly Result[] =>
  waiting.filter(({ dueMs }) => dueMs <= nowMs).map(({ result }) => result);
