import { firstIdAt } from '@push-jobs/db';
import { createHash } from 'node:crypto';

/** Tables of a Chef Push Jobs 2.x server, a row each. Times are UTC, ids 32 hex digits that follow no order. */
export interface ChefJob {
  readonly id: string;
  readonly organization: string;
  readonly command: string;
  readonly status: number;
  readonly run_timeout: number | null;
  readonly last_updated_by: string;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly quorum: number | null;
  readonly job_user: string | null;
  readonly dir: string | null;
  readonly env: string | null;
  readonly capture: boolean | null;
  readonly job_file: string | null;
}

export interface ChefJobNode {
  readonly job_id: string;
  readonly node_name: string;
  readonly status: number;
  readonly updated_at: Date;
}

export interface ChefJobOutput {
  readonly job_id: string;
  readonly node_name: string;
  readonly stdout: string;
  readonly stderr: string;
}

/** By the numbers that its tables use. What had not ended there has crashed: that server ends with it unfinished. */
const JOB_STATUS = ['crashed', 'crashed', 'complete', 'quorum_failed', 'aborted', 'crashed', 'timed_out', 'crashed'];
const NODE_STATUS = [
  ...['crashed', 'crashed', 'crashed', 'succeeded', 'failed', 'aborted'],
  ...['unavailable', 'nacked', 'crashed', 'was_ready', 'crashed', 'timed_out'],
];
const DEFAULT_RUN_TIMEOUT_SECONDS = 3_600;
const CHUNK_BYTES = 2 ** 20;

/**
 * An id that sorts by time, as ours do: the job's time of creation, then what its old id hashes to. The same each time,
 * so that an import may be repeated.
 */
export function importedId({ id, created_at }: Pick<ChefJob, 'id' | 'created_at'>): string {
  const rest = createHash('sha256').update(id).digest('hex').slice(0, 20);
  return `${firstIdAt(created_at.getTime())}7${rest.slice(1, 4)}8${rest.slice(5)}`;
}

/** A row of `job`. @throws Error for a status that Chef Push Jobs never had */
export function jobRow(job: ChefJob, nodeCount: number) {
  return {
    id: importedId(job),
    organization: job.organization,
    requested_by: job.last_updated_by.trim(),
    status: statusOf(JOB_STATUS, job.status, `job ${job.id}`),
    command: job.command,
    run_timeout_ms: (job.run_timeout ?? DEFAULT_RUN_TIMEOUT_SECONDS) * 1_000,
    quorum: job.quorum ?? nodeCount,
    node_count: nodeCount,
    user: job.job_user?.trim() ?? null,
    dir: job.dir,
    env: environment(job.env),
    file: job.job_file,
    capture: job.capture,
    created_at: job.created_at,
    updated_at: job.updated_at,
    ended_at: job.updated_at,
  };
}

/** A row of `job_node`. */
export function nodeRow(node: ChefJobNode, jobId: string, position: number) {
  const status = statusOf(NODE_STATUS, node.status, `node ${node.node_name} of job ${node.job_id}`);
  return { job_id: jobId, position, node: node.node_name, status, updated_at: node.updated_at };
}

/** Rows of `output_chunk`, bytes in hex: at least one for each channel. */
export function outputRows({ node_name: node, stdout, stderr }: ChefJobOutput, jobId: string) {
  return Object.entries({ stdout, stderr }).flatMap(([channel, text]) =>
    pieces(Buffer.from(text)).map(({ offset, data }) => ({ job_id: jobId, node, channel, offset, data })),
  );
}

function pieces(bytes: Buffer): { offset: number; data: string }[] {
  const count = Math.max(1, Math.ceil(bytes.length / CHUNK_BYTES));
  return Array.from({ length: count }, (_, i) => {
    const offset = i * CHUNK_BYTES;
    return { offset, data: bytes.subarray(offset, offset + CHUNK_BYTES).toString('hex') };
  });
}

function statusOf(names: readonly string[], number: number, whose: string): string {
  const name = names[number];
  if (name === undefined) throw new Error(`${whose} has the status ${number}, which Chef Push Jobs does not have`);
  return name;
}

/** What is no JSON object was no environment either. */
function environment(text: string | null): Record<string, string> | null {
  try {
    const env: unknown = JSON.parse(text ?? 'null');
    if (typeof env !== 'object' || env === null || Array.isArray(env)) return null;
    return Object.fromEntries(Object.entries(env).map(([name, value]) => [name, String(value).replaceAll('\0', '')]));
  } catch {
    return null;
  }
}
