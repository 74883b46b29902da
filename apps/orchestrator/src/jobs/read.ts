import { Injectable } from '@nestjs/common';
import type { Job, JobList, ListJobs__Output, NodeOfJob } from '@push-jobs/contracts';
import { Prisma } from '@push-jobs/db';
import { AppError } from '@push-jobs/platform';
import { Postgres } from '../connections/postgres.ts';

export class JobNotFound extends AppError {
  override name = 'JobNotFound';
  constructor(id: string) {
    super('not_found', `job ${id} does not exist`);
  }
}

/** A list never has more jobs than this. */
const MAX_LIST = 5_000;
/** Nor, but for one job, than so much text: a list is one message. */
const MAX_LIST_CHARACTERS = 8_000_000;
/** Of all reasons of a job's nodes; beyond that each is cut to its share. */
const MAX_REASONS_CHARACTERS = 2_000_000;
const SHORTEST_REASON = 20;
const MAX_UNFINISHED = 1_000;

@Injectable()
export class ReadJobs {
  constructor(private readonly postgres: Postgres) {}

  /** @throws JobNotFound also for another organization's job. */
  async get(organization: string, jobId: string, includeFile: boolean): Promise<Job> {
    const file = includeFile ? Prisma.sql`file` : Prisma.sql`null`;
    const [row] = await this.postgres.query<JobRow>(Prisma.sql`
      select ${COLUMNS}, ${file} as file from job where id = ${jobId} and organization = ${organization}`);
    if (row === undefined) throw new JobNotFound(jobId);
    const nodes = await this.postgres.query<NodeOfJob>(Prisma.sql`
      select node, status,
        left(coalesce(reason, ''), greatest(${SHORTEST_REASON}::int, ${MAX_REASONS_CHARACTERS}::int / count(*) over ())::int)
          as reason, (extract(epoch from updated_at) * 1000)::float8 as "updatedAtMs"
        from job_node where job_id = ${jobId} order by position`);
    return { ...jobOf(row), nodes };
  }

  /** @throws JobNotFound also for another organization's job. */
  async mustExist(organization: string, jobId: string): Promise<void> {
    const found = await this.postgres.query(Prisma.sql`
      select 1 from job where id = ${jobId} and organization = ${organization}`);
    if (found.length === 0) throw new JobNotFound(jobId);
  }

  /** Newest first: ids sort by time. */
  async list({ organization, limit, before, statuses, command }: ListJobs__Output): Promise<JobList> {
    const most = Math.min(limit || MAX_LIST, MAX_LIST);
    const older = before === '' ? Prisma.empty : Prisma.sql`and id < ${before}`;
    const among = statuses.length === 0 ? Prisma.empty : Prisma.sql`and status = any(${statuses}::text[])`;
    const like = command === '' ? Prisma.empty : Prisma.sql`and strpos(command, ${command}) > 0`;
    const rows = await this.postgres.query<JobRow & { matching: number }>(Prisma.sql`
      select ${COLUMNS}, null as file, matching from (
        select listed.*, (count(*) over ())::int as matching, sum(weight) over (order by id desc) - weight as before from (
          select *, octet_length(command) + coalesce(octet_length(env::text), 0) + coalesce(octet_length(dir), 0) as weight
            from job
           where organization = ${organization} ${older} ${among} ${like}
           order by id desc
           limit ${most + 1}::int) listed) job
       where before < ${MAX_LIST_CHARACTERS}::int
       order by id desc
       limit ${most}::int`);
    return { jobs: rows.map(jobOf), more: rows.length < (rows[0]?.matching ?? 0) };
  }

  async unfinished(): Promise<string[]> {
    const rows = await this.postgres.query<{ id: string }>(Prisma.sql`
      select id from job where status in ('new', 'voting', 'running') order by id limit ${MAX_UNFINISHED}::int`);
    return rows.map(({ id }) => id);
  }
}

const COLUMNS = Prisma.sql`
  id, organization, requested_by as "requestedBy", status, command, run_timeout_ms::float8 as "runTimeoutMs", quorum,
  "user", dir, env, file is not null as "hasFile", capture, created_at as "createdAt", updated_at as "updatedAt"`;

interface JobRow {
  id: string;
  organization: string;
  requestedBy: string;
  status: string;
  command: string;
  runTimeoutMs: number;
  quorum: number;
  user: string | null;
  dir: string | null;
  env: Record<string, string> | null;
  file: string | null;
  hasFile: boolean;
  capture: boolean | null;
  createdAt: Date;
  updatedAt: Date;
}

function jobOf(row: JobRow): Job {
  const { id, organization, requestedBy, status, hasFile } = row;
  return {
    jobId: id,
    organization,
    requestedBy,
    status,
    hasFile,
    createdAtMs: row.createdAt.getTime(),
    updatedAtMs: row.updatedAt.getTime(),
    spec: {
      command: row.command,
      runTimeoutSeconds: row.runTimeoutMs / 1_000,
      quorum: row.quorum,
      ...(row.user === null ? {} : { user: row.user }),
      ...(row.dir === null ? {} : { dir: row.dir }),
      ...(row.env === null ? {} : { env: { variables: row.env } }),
      ...(row.file === null ? {} : { file: row.file }),
      ...(row.capture === null ? {} : { captureOutput: row.capture }),
    },
  };
}
