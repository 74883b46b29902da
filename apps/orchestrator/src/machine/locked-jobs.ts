import type { Call, Send } from '@push-jobs/db';
import { type Job, type JobStatus, type NodeStatus, restoreJob } from '@push-jobs/job';
import type { Traceparent } from '@push-jobs/platform';

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
  /** Of its creation, where that was traced. */
  readonly traceparent: Traceparent | null;
  /** Of a job that has not begun: what its nodes and its watchers are told. */
  readonly spec: JobSpec | null;
}

export interface JobSpec {
  readonly command: string;
  readonly nodeCount: number;
  readonly requestedBy: string;
  readonly user: string | null;
  readonly dir: string | null;
  readonly env: Readonly<Record<string, string>> | null;
  readonly file: string | null;
  readonly capture: boolean | null;
}

/** Locks these jobs, always in order of id, so that transactions over many jobs cannot wait for each other. */
export const lockJobs = (ids: readonly string[]): Call => ({
  statement: {
    name: 'lock_jobs',
    text: `
      select id, organization, status, quorum, run_timeout_ms::float8 as "runTimeoutMs", version,
             last_event as "lastEvent", last_event_micros::float8 as "lastMicros", traceparent,
             case when status = 'new' then jsonb_build_object(
               'command', command, 'nodeCount', node_count, 'requestedBy', requested_by, 'user', "user", 'dir', dir,
               'env', env, 'file', file, 'capture', capture) end as spec
        from job
       where id = any($1::text[])
       order by id
         for update`,
  },
  values: [ids],
});

const NODES_OF_JOBS = {
  name: 'nodes_of_jobs',
  text: `
    select n.job_id as "jobId", n.node, n.status
      from job
      join job_node n on n.job_id = job.id
     where job.id = any($1::text[]) and job.status in ('new', 'voting', 'running')
     order by n.job_id, n.position`,
};

/** Statuses of an unfinished job's nodes, as they are stored. */
export type StoredNodes = Map<string, [node: string, status: NodeStatus][]>;

export async function loadNodes(send: Send, ids: readonly string[]): Promise<StoredNodes> {
  const nodes: StoredNodes = new Map(ids.map((id) => [id, []]));
  if (ids.length === 0) return nodes;
  const call = { statement: NODES_OF_JOBS, values: [ids] };
  const rows = await send<{ jobId: string; node: string; status: NodeStatus }>(call);
  for (const { jobId, node, status } of rows) nodes.get(jobId)?.push([node, status]);
  return nodes;
}

/** A working copy of a job. */
export function workingCopy({ id, quorum, status }: LockedJob, nodes: StoredNodes): Job {
  return restoreJob({ id, quorum, status, nodes: nodes.get(id) ?? [] });
}
