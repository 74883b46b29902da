import { Injectable } from '@nestjs/common';
import type { CreateJob__Output, JobSpec__Output } from '@push-jobs/contracts';
import { Prisma } from '@push-jobs/db';
import { AppError } from '@push-jobs/platform';
import { Postgres } from '../connections/postgres.ts';
import { Performer } from '../effects/performer.ts';
import { Events } from '../events.ts';
import { JobIds } from './job-id.ts';

/** Largest run timeout that is told apart from never: 3,000 years. */
const MAX_RUN_TIMEOUT_MS = 1e14;

@Injectable()
export class CreateJobs {
  private readonly ids = new JobIds();

  constructor(
    private readonly postgres: Postgres,
    private readonly performer: Performer,
    private readonly events: Events,
  ) {}

  /**
   * Answers once the job and its start are durable (promise 1); the start is then performed.
   * @throws AppError `invalid` for text that Postgres cannot hold.
   */
  async create({ organization, requestedBy, spec }: CreateJob__Output): Promise<string> {
    if (spec === null || spec.nodes.length === 0) throw new AppError('invalid', 'at least one node must be supplied');
    if (holdsNul(spec)) throw new AppError('invalid', 'a job cannot contain NUL characters');
    const jobId = this.ids.next(Date.now());
    const nodes = [...new Set(spec.nodes)];
    const outboxId = await this.insert(jobId, organization, requestedBy, spec, nodes);
    this.events.jobCreated(jobId, organization, nodes.length);
    this.performer.begin([{ id: outboxId, jobId, organization, work: { type: 'start' } }]);
    return jobId;
  }

  /** One statement is one transaction. @returns the outbox row of the start. */
  private async insert(
    jobId: string,
    organization: string,
    requestedBy: string,
    spec: JobSpec__Output,
    nodes: readonly string[],
  ): Promise<string> {
    const runTimeoutMs = Math.min(Math.round(spec.runTimeoutSeconds * 1_000), MAX_RUN_TIMEOUT_MS);
    const env = spec.env === null ? null : JSON.stringify(spec.env.variables);
    const rows = await this.postgres.query<{ id: string }>(Prisma.sql`
      with created as (
        insert into job (id, organization, requested_by, status, command, run_timeout_ms, quorum, node_count,
                         "user", dir, env, file, capture, created_at, updated_at)
        values (${jobId}, ${organization}, ${requestedBy}, 'new', ${spec.command}, ${runTimeoutMs}::float8::bigint,
                ${spec.quorum}::float8, ${nodes.length}::int, ${spec.user ?? null}, ${spec.dir ?? null},
                ${env}::jsonb, ${spec.file ?? null}, ${spec.captureOutput ?? null}::boolean, now(), now())
      ), members as (
        insert into job_node (job_id, position, node, status)
        select ${jobId}, position - 1, node, 'new'
          from unnest(${[...nodes]}::text[]) with ordinality as named(node, position)
      )
      insert into outbox (job_id, effect) values (${jobId}, '{"type": "start"}') returning id::text`);
    return rows[0]?.id ?? '';
  }
}

function holdsNul(spec: JobSpec__Output): boolean {
  return [spec.command, ...spec.nodes, spec.user, spec.dir, spec.file, ...Object.entries(spec.env?.variables ?? {})]
    .flat()
    .some((text) => text?.includes('\0'));
}
