import { Injectable } from '@nestjs/common';
import type { NodeName__Output } from '@push-jobs/contracts';
import { Prisma } from '@push-jobs/db';
import type { JobStatus, NodeStatus } from '@push-jobs/job';
import { Postgres } from '../connections/postgres.ts';
import { keyOf } from '../effects/routing.ts';

/** What a node is in an unfinished job. */
export interface Part {
  readonly organization: string;
  readonly node: string;
  readonly jobId: string;
  readonly jobStatus: JobStatus;
  readonly nodeStatus: NodeStatus;
}

/**
 * Nodes have no index to the jobs they take part in: it would cost with every change of every node, and is asked for only
 * when nodes come, go, or speak of no job. Up to so many nodes are looked up one by one in each unfinished job; for more,
 * such as all nodes of a broker that died, the unfinished jobs are read once.
 */
const FEW = 50;

/** Finds the parts that nodes have in unfinished jobs. */
@Injectable()
export class Parts {
  constructor(private readonly postgres: Postgres) {}

  /** In order of job. */
  async of(nodes: readonly NodeName__Output[]): Promise<Part[]> {
    if (nodes.length === 0) return [];
    if (nodes.length <= FEW) return this.postgres.query<Part>(lookUp(nodes));
    const asked = new Set(nodes.map(({ organization, node }) => keyOf(organization, node)));
    const parts = await this.postgres.query<Part>(readThrough(nodes));
    return parts.filter(({ organization, node }) => asked.has(keyOf(organization, node)));
  }
}

const COLUMNS = Prisma.sql`
  job.organization, n.node, n.job_id as "jobId", job.status as "jobStatus", n.status as "nodeStatus"`;

const lookUp = (nodes: readonly NodeName__Output[]): Prisma.Sql => Prisma.sql`
  select distinct ${COLUMNS}
    from jsonb_to_recordset(${JSON.stringify(nodes)}::jsonb) as asked(organization text, node text)
    join job on job.organization = asked.organization and job.status in ('new', 'voting', 'running')
    join job_node n on n.job_id = job.id and n.node = asked.node
   order by n.job_id`;

function readThrough(nodes: readonly NodeName__Output[]): Prisma.Sql {
  const organizations = [...new Set(nodes.map(({ organization }) => organization))];
  const names = [...new Set(nodes.map(({ node }) => node))];
  return Prisma.sql`
    with part as materialized (
      select ${COLUMNS}
        from job
        join job_node n on n.job_id = job.id
       where job.organization = any(${organizations}::text[]) and job.status in ('new', 'voting', 'running')
    )
    select * from part where node = any(${names}::text[]) order by "jobId"`;
}
