import type { JobEvent } from '@push-jobs/job';
import { timestamp } from './timestamps.ts';

/** What a `start` event tells of a job (wire contract section 8). */
export interface Announcement {
  readonly command: string;
  readonly runTimeoutMs: number;
  readonly quorum: number;
  readonly nodeCount: number;
  readonly requestedBy: string;
  readonly user: string | null;
  readonly dir: string | null;
  readonly env: Readonly<Record<string, string>> | null;
  readonly hasFile: boolean;
  readonly capture: boolean | null;
}

/** The JSON text of an event in its job's feed. */
export function jobEventJson(event: JobEvent, micros: number, announce: () => Announcement): string {
  return JSON.stringify({ timestamp: timestamp(micros), ...details(event, announce) });
}

/** Only a job's first and last word are heard in its organization's feed. */
export function isForOrganization(event: JobEvent): boolean {
  return event.event === 'start' || event.event === 'job_complete';
}

/**
 * What follows the timestamp in the JSON text of an event in the organization's feed. The time itself is known only where
 * the feed's row is locked.
 */
export function organizationEventRest(jobId: string, event: JobEvent, announce: () => Announcement): string {
  return JSON.stringify({ job: jobId, ...details(event, announce) }).slice(1);
}

function details(event: JobEvent, announce: () => Announcement): object {
  if (event.event === 'start') return startDetails(announce());
  return {
    ...('node' in event ? { node: event.node } : {}),
    ...('status' in event ? { status: event.status } : {}),
  };
}

function startDetails(job: Announcement): object {
  return {
    command: job.command,
    run_timeout: job.runTimeoutMs / 1_000,
    quorum: job.quorum,
    node_count: job.nodeCount,
    user: job.requestedBy,
    ...(job.user === null ? {} : { job_user: job.user }),
    ...(job.dir === null ? {} : { dir: job.dir }),
    ...(job.env === null ? {} : { env: job.env }),
    ...(job.hasFile ? { file_specified: true } : {}),
    capture: job.capture === true,
  };
}
