import { Injectable } from '@nestjs/common';
import { dropPartitions, firstIdAt, type PartitionedDay, partitionedDays, Prisma } from '@push-jobs/db';
import { setTimeout as pause } from 'node:timers/promises';
import { Config } from '../config.ts';
import { Postgres } from '../connections/postgres.ts';
import { Events } from '../events.ts';
import { portion, type SizedJob } from '../jobs/portion.ts';

const DAY_MS = 86_400_000;
const JOBS_AT_ONCE = 500;
/** A node of a job has some four rows. */
const NODES_AT_ONCE = 2_000;
/** For each millisecond of work so many of rest: jobs that run are more urgent. */
const REST = 19;

/**
 * Removes jobs that are old, or too many, with their nodes, events and output: all at once, so that nobody meets half a
 * job. A day whose jobs are gone is dropped as a whole; single jobs go in portions that lock nothing for long.
 */
@Injectable()
export class Retention {
  constructor(
    private readonly postgres: Postgres,
    private readonly config: Config,
    private readonly events: Events,
  ) {}

  /** Several replicas may be at it at once. */
  async round(nowMs: number, signal: AbortSignal): Promise<void> {
    if (this.config.retentionDays > 0) await this.expireOld(nowMs - this.config.retentionDays * DAY_MS, signal);
    if (this.config.retentionJobs > 0) await this.expireSurplus(signal);
  }

  private async expireOld(beforeMs: number, signal: AbortSignal): Promise<void> {
    for (const day of await partitionedDays(this.postgres.database, beforeMs)) {
      await this.repeat(signal, () => this.removeRowsOf(day));
      if (signal.aborted) return;
      if (!(await this.hasJobs(day))) await dropPartitions(this.postgres.database, day);
    }
    // What has no partition of its own: jobs that were imported, or came while the clock was off.
    const overMs = beforeMs - (beforeMs % DAY_MS);
    const old = Prisma.sql`ended_at < ${new Date(overMs)} and id < ${firstIdAt(overMs)}`;
    await this.repeat(signal, () => this.removeJobs(old));
  }

  private async expireSurplus(signal: AbortSignal): Promise<void> {
    const organizations = await this.postgres.query<{ organization: string }>(Prisma.sql`
      select organization from organization_feed`);
    for (const { organization } of organizations) {
      const [newest] = await this.postgres.query<{ id: string }>(Prisma.sql`
        select id from job where organization = ${organization}
         order by id desc offset ${this.config.retentionJobs}::int limit 1`);
      if (newest === undefined) continue;
      const surplus = Prisma.sql`organization = ${organization} and id <= ${newest.id} and ended_at is not null`;
      await this.repeat(signal, () => this.removeJobs(surplus));
    }
  }

  /** Works, and rests in between, until there is nothing left to do. */
  private async repeat(signal: AbortSignal, work: () => Promise<number>): Promise<void> {
    while (!signal.aborted) {
      const begun = performance.now();
      const removed = await work();
      this.events.jobsExpired(removed);
      if (removed === 0) return;
      await pause((performance.now() - begun) * REST, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Only the jobs themselves: the partitions of the day go with everything else. A job that still runs keeps its day. */
  private removeRowsOf({ firstId, endId }: PartitionedDay): Promise<number> {
    return this.postgres.execute(Prisma.sql`
      delete from job where id in (
        select id from job where id >= ${firstId} and id < ${endId} and ended_at is not null
         limit ${JOBS_AT_ONCE}::int for update skip locked)`);
  }

  private async hasJobs({ firstId, endId }: PartitionedDay): Promise<boolean> {
    const [row] = await this.postgres.query<{ any: boolean }>(Prisma.sql`
      select exists(select from job where id >= ${firstId} and id < ${endId}) as any`);
    return row?.any !== false;
  }

  /** @returns how many jobs are gone */
  private removeJobs(which: Prisma.Sql): Promise<number> {
    return this.postgres.transact(async (tx) => {
      const expired = await tx.$queryRaw<SizedJob[]>(Prisma.sql`
        select id, node_count as nodes from job where ${which}
         order by id limit ${JOBS_AT_ONCE}::int for update skip locked`);
      const ids = portion(expired, NODES_AT_ONCE).map(({ id }) => id);
      for (const table of [Prisma.sql`output_chunk`, Prisma.sql`job_event`, Prisma.sql`job_node`]) {
        await tx.$executeRaw(Prisma.sql`delete from ${table} where job_id = any(${ids}::text[])`);
      }
      await tx.$executeRaw(Prisma.sql`delete from job where id = any(${ids}::text[])`);
      return ids.length;
    });
  }
}
