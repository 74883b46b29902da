import { Prisma, type Transaction } from '@push-jobs/db';
import { type Job, type JobStatus, type NodeStatus, restoreJob } from '@push-jobs/job';
import type { Announcement } from './event-json.ts';

/** A job's row while a transaction holds its lock. */
export interface LockedJob {
  readonly id: string;
  readonly organization: string;
  readonly status: JobStatus;
  readonly quorum: number;
  readonly runTimeoutMs: number;
  readonly version: number;
  readonly lastEvent: number;
  readonly lastMicros: number;
}

/** Locks these jobs, always in order of id, so that transactions over many jobs cannot wait for each other. */
export function lockJobs(tx: Transaction, ids: readonly string[]): Promise<LockedJob[]> {
  return tx.$queryRaw<LockedJob[]>`
    select id, organization, status, quorum, run_timeout_ms::float8 as "runTimeoutMs", version,
           last_event as "lastEvent", last_event_micros::float8 as "lastMicros"
      from job
     where id = any(${[...ids]}::text[])
     order by id
       for update`;
}

/** Working copies of these jobs, as their nodes are stored. */
export async function loadJobs(tx: Transaction, jobs: readonly LockedJob[]): Promise<Job[]> {
  if (jobs.length === 0) return [];
  const rows = await tx.$queryRaw<{ jobId: string; node: string; status: NodeStatus }[]>`
    select job_id as "jobId", node, status
      from job_node
     where job_id = any(${jobs.map((job) => job.id)}::text[])
     order by job_id, position`;
  const nodes = new Map<string, [string, NodeStatus][]>(jobs.map((job) => [job.id, []]));
  for (const row of rows) nodes.get(row.jobId)?.push([row.node, row.status]);
  return jobs.map(({ id, quorum, status }) => restoreJob({ id, quorum, status, nodes: nodes.get(id) ?? [] }));
}

/** What the `start` events of these jobs tell. */
export async function loadAnnouncements(tx: Transaction, ids: readonly string[]): Promise<Map<string, Announcement>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.$queryRaw<(Announcement & { id: string })[]>`
    select id, command, run_timeout_ms::float8 as "runTimeoutMs", quorum, node_count as "nodeCount",
           requested_by as "requestedBy", "user", dir, env, file is not null as "hasFile", capture
      from job
     where id = any(${[...ids]}::text[])`;
  return new Map(rows.map((row) => [row.id, row]));
}

/** One batch of a broker's lane. */
export interface Cursor {
  readonly session: string;
  readonly lane: number;
  readonly number: number;
}

/** Moves the lane on to this batch. @returns false where the batch, or a later one, has been here before. */
export async function advanceCursor(tx: Transaction, { session, lane, number }: Cursor): Promise<boolean> {
  const moved = await tx.$executeRaw(Prisma.sql`
    insert into report_cursor as kept (session, lane, number)
    values (${session}, ${lane}, ${number}::bigint)
        on conflict (session, lane) do update set number = excluded.number, updated_at = now()
     where kept.number < excluded.number`);
  return moved > 0;
}
