import { Injectable } from '@nestjs/common';
import type { NodeDuty, NodeName__Output } from '@push-jobs/contracts';
import { Prisma } from '@push-jobs/db';
import { Config } from '../config.ts';
import { Postgres } from '../connections/postgres.ts';

/** What brokers ask about jobs. */
@Injectable()
export class Duties {
  constructor(
    private readonly postgres: Postgres,
    private readonly config: Config,
  ) {}

  /** Jobs that have begun and still wait for one of these nodes. */
  of(nodes: readonly NodeName__Output[]): Promise<NodeDuty[]> {
    return this.postgres.query<NodeDuty>(Prisma.sql`
      select job.organization, n.node, n.job_id as "jobId", job.status as "jobStatus", n.status as "nodeStatus"
        from jsonb_to_recordset(${JSON.stringify(nodes)}::jsonb) as asked(organization text, node text)
        join job on job.organization = asked.organization and job.status in ('voting', 'running')
        join job_node n on n.job_id = job.id and n.node = asked.node and n.status in ('new', 'ready', 'running')
       order by n.job_id`);
  }

  /** Those of the jobs that are unfinished, or ended so recently that late messages are ignored (wire contract section 7). */
  async open(jobIds: readonly string[], organization?: string): Promise<string[]> {
    const endedAfter = new Date(Date.now() - this.config.finishedGraceMs);
    const within = organization === undefined ? Prisma.empty : Prisma.sql`and organization = ${organization}`;
    const rows = await this.postgres.query<{ id: string }>(Prisma.sql`
      select id from job
       where id = any(${[...jobIds]}::text[]) and (ended_at is null or ended_at > ${endedAfter}) ${within}`);
    return rows.map(({ id }) => id);
  }
}
