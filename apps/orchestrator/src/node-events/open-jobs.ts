import { Injectable } from '@nestjs/common';
import type { NodeEvent__Output } from '@push-jobs/contracts';
import { Prisma } from '@push-jobs/db';
import { Postgres } from '../connections/postgres.ts';
import { keyOf } from '../effects/routing.ts';
import type { OpenJob, OpenJobs } from './news.ts';

/** Finds the unfinished jobs that a batch of node events is about: two queries at most. */
@Injectable()
export class OpenJobsQuery {
  constructor(private readonly postgres: Postgres) {}

  async of(events: readonly NodeEvent__Output[]): Promise<OpenJobs> {
    const named = new Set(events.flatMap(({ jobId }) => (jobId === '' ? [] : [jobId])));
    const [jobs, ofNodes] = await Promise.all([
      this.byIds([...named]),
      this.ofNodes(events.filter(({ jobId }) => jobId === '')),
    ]);
    return {
      byId: (jobId) => jobs.get(jobId),
      ofNode: (organization, node) => ofNodes.get(keyOf(organization, node)) ?? [],
    };
  }

  private async byIds(ids: readonly string[]): Promise<Map<string, OpenJob>> {
    if (ids.length === 0) return new Map();
    const rows = await this.postgres.query<OpenJob>(Prisma.sql`
      select id, organization, coalesce(capture, false) as capture
        from job
       where id = any(${[...ids]}::text[]) and status in ('new', 'voting', 'running')`);
    return new Map(rows.map((row) => [row.id, row]));
  }

  private async ofNodes(nodes: readonly { organization: string; node: string }[]): Promise<Map<string, string[]>> {
    if (nodes.length === 0) return new Map();
    const asked = JSON.stringify(nodes.map(({ organization, node }) => ({ organization, node })));
    const rows = await this.postgres.query<{ organization: string; node: string; jobIds: string[] }>(Prisma.sql`
      select asked.organization, asked.node, array_agg(distinct n.job_id order by n.job_id) as "jobIds"
        from jsonb_to_recordset(${asked}::jsonb) as asked(organization text, node text)
        join job on job.organization = asked.organization and job.status in ('new', 'voting', 'running')
        join job_node n on n.job_id = job.id and n.node = asked.node
       group by 1, 2`);
    return new Map(rows.map(({ organization, node, jobIds }) => [keyOf(organization, node), jobIds]));
  }
}
