import { Injectable } from '@nestjs/common';
import { Prisma } from '@push-jobs/db';
import { setTimeout as pause } from 'node:timers/promises';
import { Postgres } from '../connections/postgres.ts';
import { Events } from '../events.ts';
import { JobChanges } from '../machine/job-changes.ts';
import { Outbox } from './outbox.ts';
import type { OutboxRow } from './outbox-rows.ts';
import { Routing, type Wanted, type Whereabouts } from './routing.ts';

/** Without any broker in sight a job waits so long for one before its nodes count as offline. */
const PATIENCE_WITHOUT_BROKERS_MS = 5_000;

/** Nobody who starts a job waits longer than this for Redis: the job is stored, and begins later. */
const LOOK_WITHIN_MS = 250;

interface Unbegun {
  readonly row: OutboxRow;
  readonly nodes: readonly string[];
  /** Since it was stored. */
  readonly ageMs: number;
}

/** Looks where nodes are as their jobs begin: every node that is offline or in rehab counts as down at once (wire contract section 7). */
@Injectable()
export class Starts {
  constructor(
    private readonly routing: Routing,
    private readonly changes: JobChanges,
    private readonly outbox: Outbox,
    private readonly postgres: Postgres,
    private readonly events: Events,
  ) {}

  /** Of each job, the nodes that are down; undefined where that is not known at this moment. */
  async down(jobs: readonly Wanted[]): Promise<string[][] | undefined> {
    const timer = new AbortController();
    try {
      const whereabouts = await Promise.race([
        this.routing.locate(jobs),
        pause(LOOK_WITHIN_MS, undefined, { signal: timer.signal }),
      ]);
      if (whereabouts === undefined || whereabouts.noBroker) return undefined;
      return jobs.map((job) => downAmong(job, whereabouts));
    } catch {
      return undefined; // Redis is away, which the start hears of again
    } finally {
      timer.abort();
    }
  }

  /** Begins jobs that were stored without. What cannot begin now stays in the outbox. @throws while Redis is away. */
  async begin(rows: readonly OutboxRow[]): Promise<void> {
    const stored = await this.postgres.query<{ id: string; nodes: string[]; ageMs: number }>(Prisma.sql`
      select job.id, array_agg(n.node order by n.position) as nodes,
             extract(epoch from now() - job.created_at)::float8 * 1000 as "ageMs"
        from job
        join job_node n on n.job_id = job.id
       where job.id = any(${rows.map(({ jobId }) => jobId)}::text[]) and job.status = 'new'
       group by job.id`);
    const jobs = new Map(stored.map((job) => [job.id, job]));
    const waiting = rows.flatMap((row) => {
      const job = jobs.get(row.jobId);
      return job === undefined ? [] : [{ row, nodes: job.nodes, ageMs: job.ageMs }];
    });
    await this.outbox.finish(rows.filter(({ jobId }) => !jobs.has(jobId))); // they have begun already
    const wanted = waiting.map(({ row, nodes }) => ({ organization: row.organization, nodes }));
    const whereabouts = await this.routing.locate(wanted);
    const begun = await Promise.all(waiting.map((job) => this.attempt(job.row, () => this.beginOne(job, whereabouts))));
    await this.outbox.finish(begun.flat());
  }

  private async beginOne({ row, nodes, ageMs }: Unbegun, whereabouts: Whereabouts): Promise<void> {
    const { jobId, organization } = row;
    if (whereabouts.noBroker && ageMs < PATIENCE_WITHOUT_BROKERS_MS) throw new Error('no broker is known yet');
    const down = downAmong({ organization, nodes }, whereabouts);
    await this.changes.commit([{ jobId, input: { type: 'start', down } }]);
  }

  /** One job that cannot begin holds up no other. */
  private async attempt(row: OutboxRow, work: () => Promise<void>): Promise<OutboxRow[]> {
    try {
      await work();
      return [row];
    } catch (error) {
      this.events.workFailed([row], error);
      return [];
    }
  }
}

const downAmong = ({ organization, nodes }: Wanted, whereabouts: Whereabouts): string[] =>
  nodes.filter((node) => !whereabouts.isAvailable(organization, node));
