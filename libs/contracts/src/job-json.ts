import type { Job__Output } from './generated/push_jobs/v1/Job.ts';

/** A job as `GET /pushy/jobs/JOB` shows it (wire contract section 3). No other key may appear unless it was asked for. */
export interface JobJson {
  id: string;
  command: string;
  status: string;
  run_timeout: number;
  /** RFC 1123. */
  created_at: string;
  updated_at: string;
  nodes?: Record<string, string[]>;
  user?: string;
  dir?: string;
  env?: Record<string, string>;
  capture_output?: true;
  file_specified?: true;
  file?: string;
  requested_by?: string;
  quorum?: number;
  details?: Record<string, NodeDetailsJson>;
}

/** What is known of a node's part in a job. */
export interface NodeDetailsJson {
  status: string;
  /** Of the status; RFC 1123. */
  updated_at: string;
  /** Why, where anybody said so. */
  reason?: string;
}

export interface JobJsonOptions {
  /** Lists leave the nodes out. */
  nodes: boolean;
  /** `?include_file=true` */
  file: boolean;
  /** `?details=true`: who asked, the quorum, and of each node why and when, where nodes are shown. */
  details?: boolean;
}

export function jobJson(job: Job__Output, show: JobJsonOptions): JobJson {
  const spec = job.spec;
  return {
    id: job.jobId,
    command: spec?.command ?? '',
    status: job.status,
    run_timeout: spec?.runTimeoutSeconds ?? 0,
    created_at: new Date(job.createdAtMs).toUTCString(),
    updated_at: new Date(job.updatedAtMs).toUTCString(),
    ...(show.nodes ? { nodes: nodesByStatus(job) } : {}),
    ...(spec?.user === undefined ? {} : { user: spec.user }),
    ...(spec?.dir === undefined ? {} : { dir: spec.dir }),
    ...(spec?.env ? { env: spec.env.variables } : {}),
    ...(spec?.captureOutput ? { capture_output: true as const } : {}),
    ...fileJson(job, show.file),
    ...(show.details === true ? detailsJson(job, show.nodes) : {}),
  };
}

function fileJson(job: Job__Output, show: boolean): Pick<JobJson, 'file' | 'file_specified'> {
  if (!job.hasFile) return {};
  return show ? { file: job.spec?.file ?? '' } : { file_specified: true };
}

function detailsJson(job: Job__Output, nodes: boolean): Pick<JobJson, 'requested_by' | 'quorum' | 'details'> {
  const details = job.nodes.map(({ node, status, reason, updatedAtMs }): [string, NodeDetailsJson] => [
    node,
    { status, updated_at: new Date(updatedAtMs).toUTCString(), ...(reason === '' ? {} : { reason }) },
  ]);
  return {
    requested_by: job.requestedBy,
    quorum: job.spec?.quorum ?? 0,
    ...(nodes ? { details: Object.fromEntries(details) } : {}),
  };
}

/** Only the statuses that have nodes appear. */
function nodesByStatus(job: Job__Output): Record<string, string[]> {
  const byStatus: Record<string, string[]> = {};
  for (const { node, status } of job.nodes) (byStatus[status] ??= []).push(node);
  return byStatus;
}
