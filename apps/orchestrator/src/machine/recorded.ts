import { isFinished, type JobEvent, type JobStatus } from '@push-jobs/job';
import { type Work, workFrom } from '../effects/effect.ts';
import { type Announcement, isForOrganization, jobEventJson } from './event-json.ts';
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
  readonly was: JobStatus;
  readonly status: JobStatus;
  readonly change: JobChange;
  readonly events: readonly FeedEvent[];
  readonly lastEvent: number;
  readonly lastMicros: number;
  /** When the phase that the job is in ends; absent where that did not change. */
  readonly deadlineMs: number | undefined;
  readonly endedMs: number | undefined;
  readonly work: readonly Work[];
  readonly forOrganization: readonly JobEvent[];
  readonly announcement: Announcement | undefined;
}

export interface RecordingTimes {
  readonly nowMs: number;
  readonly votingTimeoutMs: number;
}

/** A century: beyond it there is no difference to never, and no date that Postgres cannot hold. */
const FOREVER_MS = 100 * 365 * 86_400_000;

export function record(
  job: LockedJob,
  change: JobChange,
  announcement: Announcement | undefined,
  times: RecordingTimes,
): Recorded {
  const last = { number: job.lastEvent, micros: job.lastMicros };
  const positions = nextPositions(last, change.events.length, times.nowMs);
  const end = positions.at(-1) ?? last;
  const status = change.status ?? job.status;
  const deadlineMs = deadlineOf(job, status, times);
  return {
    id: job.id,
    organization: job.organization,
    was: job.status,
    status,
    change,
    events: change.events.map((event, i) => {
      const { number, micros } = positions[i] ?? end; // as many positions as events
      return { number, event: event.event, data: jobEventJson(event, micros, () => required(job.id, announcement)) };
    }),
    lastEvent: end.number,
    lastMicros: end.micros,
    deadlineMs,
    endedMs: isFinished(status) && status !== job.status ? times.nowMs : undefined,
    work: [...workFrom(change.effects, deadlineMs), ...again(change.missed)],
    forOrganization: change.events.filter(isForOrganization),
    announcement,
  };
}

export function required(jobId: string, announcement: Announcement | undefined): Announcement {
  if (announcement === undefined) throw new Error(`job ${jobId} begins, and nothing was read about it`);
  return announcement;
}

function deadlineOf(job: LockedJob, status: JobStatus, { nowMs, votingTimeoutMs }: RecordingTimes): number | undefined {
  if (status === job.status) return undefined;
  if (status === 'voting') return nowMs + votingTimeoutMs;
  return status === 'running' ? nowMs + Math.min(job.runTimeoutMs, FOREVER_MS) : undefined;
}

function again(missed: readonly string[]): Work[] {
  return missed.length === 0 ? [] : [{ type: 'resend', nodes: [...new Set(missed)] }];
}
