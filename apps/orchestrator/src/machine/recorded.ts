import { isFinished, type Job, type JobStatus, type NodeStatus } from '@push-jobs/job';
import type { Traceparent } from '@push-jobs/platform';
import { type Work, workFrom } from '../effects/effect.ts';
import { commitOf, type Command } from '../effects/orders.ts';
import { type Announcement, isForOrganization, jobEventJson, organizationEventRest } from './event-json.ts';
import { ARMED_AHEAD_MS } from '../deadlines/ahead.ts';
import type { JobChange } from './fold.ts';
import type { LockedJob } from './locked-jobs.ts';
import { nextPositions } from './timestamps.ts';

/** An event with its place in a feed and its JSON text. */
export interface FeedEvent {
  readonly number: number;
  readonly event: string;
  readonly data: string;
}

/** A job's change as it is written: numbered, stamped, and with the work that follows from it. */
export interface Recorded {
  readonly id: string;
  readonly organization: string;
  readonly traceparent: Traceparent | null;
  readonly was: JobStatus;
  readonly status: JobStatus;
  readonly change: JobChange;
  readonly events: readonly FeedEvent[];
  readonly lastEvent: number;
  readonly lastMicros: number;
  /** When the phase that the job is in ends; absent where that did not change. */
  readonly deadlineMs: number | undefined;
  readonly endedMs: number | undefined;
  readonly work: readonly Planned[];
  /** The first and the last word: the event's name, and what follows the timestamp in its JSON text. */
  readonly forOrganization: readonly { readonly event: string; readonly rest: string }[];
}

/** Work, and what it amounts to at this moment, where the working copy tells. */
export interface Planned {
  readonly work: Work;
  readonly command?: Command;
}

export interface RecordingTimes {
  readonly nowMs: number;
  readonly votingTimeoutMs: number;
}

/** A century: beyond it there is no difference to never, and no date that Postgres cannot hold. */
const FOREVER_MS = 100 * 365 * 86_400_000;

/** `job`: as it is after the change. */
export function record(row: LockedJob, job: Job, change: JobChange, times: RecordingTimes): Recorded {
  const last = { number: row.lastEvent, micros: row.lastMicros };
  const positions = nextPositions(last, change.events.length, times.nowMs);
  const end = positions.at(-1) ?? last;
  const status = change.status ?? row.status;
  const deadlineMs = deadlineOf(row, status, times);
  const announce = (): Announcement => announcementOf(row);
  const work = [...workFrom(change.effects, soon(deadlineMs, times)), ...again(change.missed)];
  return {
    id: row.id,
    organization: row.organization,
    traceparent: row.traceparent,
    was: row.status,
    status,
    change,
    events: change.events.map((event, i) => {
      const { number, micros } = positions[i] ?? end; // as many positions as events
      return { number, event: event.event, data: jobEventJson(event, micros, announce) };
    }),
    lastEvent: end.number,
    lastMicros: end.micros,
    deadlineMs,
    endedMs: isFinished(status) && status !== row.status ? times.nowMs : undefined,
    work: work.map((entry) => plan(entry, row, job)),
    forOrganization: change.events.filter(isForOrganization).map((event) => {
      return { event: event.event, rest: organizationEventRest(row.id, event, announce) };
    }),
  };
}

function announcementOf({ id, runTimeoutMs, quorum, spec }: LockedJob): Announcement {
  if (spec === null) throw new Error(`job ${id} begins, and nothing was read about it`);
  return { ...spec, runTimeoutMs, quorum, hasFile: spec.file !== null };
}

/** Most commands follow from what has just been decided, and need no look at the tables. */
function plan(work: Work, { spec }: LockedJob, job: Job): Planned {
  if (work.type === 'commit' && spec !== null) {
    return { work, command: { action: { type: 'commit', commit: commitOf(spec) }, nodes: nodesThatAre(job, 'new') } };
  }
  if (work.type === 'run') return { work, command: { action: { type: 'run' }, nodes: nodesThatAre(job, 'ready') } };
  return { work };
}

function nodesThatAre({ nodes }: Job, status: NodeStatus): string[] {
  return Array.from(nodes).flatMap(([node, is]) => (is === status ? [node] : []));
}

function deadlineOf(job: LockedJob, status: JobStatus, { nowMs, votingTimeoutMs }: RecordingTimes): number | undefined {
  if (status === job.status) return undefined;
  if (status === 'voting') return nowMs + votingTimeoutMs;
  return status === 'running' ? nowMs + Math.min(job.runTimeoutMs, FOREVER_MS) : undefined;
}

/** What is further off is armed by the sweep as it comes nearer, if the job still goes on then. */
function soon(deadlineMs: number | undefined, { nowMs }: RecordingTimes): number | undefined {
  return deadlineMs !== undefined && deadlineMs - nowMs <= ARMED_AHEAD_MS ? deadlineMs : undefined;
}

function again(missed: readonly string[]): Work[] {
  return missed.length === 0 ? [] : [{ type: 'resend', nodes: [...new Set(missed)] }];
}
