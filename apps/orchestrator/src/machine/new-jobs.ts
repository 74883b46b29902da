import type { Call } from '@push-jobs/db';
import type { Traceparent } from '@push-jobs/platform';
import { type Job, type JobStatus, newJob, type NodeStatus } from '@push-jobs/job';
import { fold } from './fold.ts';
import type { LockedJob } from './locked-jobs.ts';
import { record, type Recorded, type RecordingTimes } from './recorded.ts';

/** A job that nobody has stored yet. */
export interface NewJob {
  readonly id: string;
  readonly organization: string;
  readonly requestedBy: string;
  readonly command: string;
  readonly runTimeoutMs: number;
  readonly quorum: number;
  /** Each once, in the caller's order. */
  readonly nodes: readonly string[];
  readonly user: string | null;
  readonly dir: string | null;
  readonly env: Readonly<Record<string, string>> | null;
  readonly file: string | null;
  readonly capture: boolean | null;
  /** Of its creation, where that is traced. */
  readonly traceparent: Traceparent | null;
}

/** Characters of its text, about as many as its row will have. */
export function textLength({ command, nodes, dir, env, file }: NewJob): number {
  const texts = [command, dir ?? '', file ?? '', ...Object.entries(env ?? {}).flat()];
  const ofNodes = nodes.reduce((sum, name) => sum + name.length, 0);
  return texts.reduce((sum, text) => sum + text.length, ofNodes);
}

/** What the tables get to know of a job when it is stored. */
interface Beginning {
  readonly status: JobStatus;
  readonly version: number;
  readonly lastEvent: number;
  readonly lastMicros: number;
  readonly deadlineMs?: number | undefined;
  readonly endedMs?: number | undefined;
  readonly members: readonly { readonly node: string; readonly status: NodeStatus; readonly reason?: string }[];
}

export type StoredJob = NewJob & Beginning;

/** As it is before anybody has looked where its nodes are. */
export function unbegun(job: NewJob): StoredJob {
  const members = job.nodes.map((node) => ({ node, status: 'new' as const }));
  return { ...job, status: 'new', version: 0, lastEvent: 0, lastMicros: 0, members };
}

export interface BegunJob {
  readonly job: Job;
  readonly recorded: Recorded;
  readonly stored: StoredJob;
}

/** Stored and begun at once: `down` are its nodes that are offline or in rehab at this moment. */
export function begun(newcomer: NewJob, down: readonly string[], times: RecordingTimes): BegunJob {
  const job = newJob(newcomer);
  const change = fold(job, [{ jobId: job.id, input: { type: 'start', down } }]);
  const recorded = record(rowOf(newcomer), job, change, times);
  const { status, lastEvent, lastMicros, deadlineMs, endedMs } = recorded;
  const members = Array.from(job.nodes, ([node, is]) => change.nodes.get(node) ?? { node, status: is });
  const stored = { ...newcomer, status, version: 1, lastEvent, lastMicros, deadlineMs, endedMs, members };
  return { job, recorded, stored };
}

function rowOf(job: NewJob): LockedJob {
  const { id, organization, quorum, runTimeoutMs, nodes, traceparent } = job;
  const spec = { ...job, nodeCount: nodes.length };
  const before = { status: 'new', version: 0, lastEvent: 0, lastMicros: 0 } as const;
  return { id, organization, quorum, runTimeoutMs, traceparent, ...before, spec };
}

/** Stores these jobs with their nodes, in one statement. */
export function insertJobs(jobs: readonly StoredJob[]): Call {
  const rows = jobs.map(({ requestedBy, runTimeoutMs, lastEvent, lastMicros, deadlineMs, endedMs, nodes, ...job }) => ({
    ...job,
    requested_by: requestedBy,
    run_timeout_ms: runTimeoutMs,
    node_count: nodes.length,
    last_event: lastEvent,
    last_micros: lastMicros,
    deadline_ms: deadlineMs,
    ended_ms: endedMs,
  }));
  return { statement: INSERT, values: [JSON.stringify(rows)] };
}

const INSERT = {
  name: 'insert_jobs',
  text: `
    with asked as materialized (
      select * from jsonb_to_recordset($1::jsonb)
        as j(id text, organization text, requested_by text, status text, command text, run_timeout_ms float8,
             quorum float8, node_count int, "user" text, dir text, env jsonb, file text, capture boolean,
             deadline_ms float8, ended_ms float8, version int, last_event int, last_micros bigint, traceparent text,
             members jsonb)
    ), created as (
      insert into job (id, organization, requested_by, status, command, run_timeout_ms, quorum, node_count,
                       "user", dir, env, file, capture, created_at, updated_at, deadline_at, ended_at,
                       version, last_event, last_event_micros, traceparent)
      select id, organization, requested_by, status, command, run_timeout_ms::bigint, quorum, node_count,
             "user", dir, nullif(env, 'null'), file, capture, now(), now(),
             to_timestamp(deadline_ms / 1000), to_timestamp(ended_ms / 1000), version, last_event, last_micros,
             traceparent
        from asked
    )
    insert into job_node (job_id, position, node, status, reason)
    select id, position - 1, member ->> 'node', member ->> 'status', member ->> 'reason'
      from asked, jsonb_array_elements(members) with ordinality as m(member, position)`,
};
