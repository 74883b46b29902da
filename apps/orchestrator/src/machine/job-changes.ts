import { Injectable } from '@nestjs/common';
import type { Transaction } from '@push-jobs/db';
import { isFinished, type Job } from '@push-jobs/job';
import { Config } from '../config.ts';
import { Postgres } from '../connections/postgres.ts';
import { insertWork, type OutboxRow } from '../effects/outbox-rows.ts';
import { fold, type Happening, isEmpty, type JobChange } from './fold.ts';
import { InTurn } from './in-turn.ts';
import { advanceCursor, type Cursor, loadAnnouncements, loadJobs, lockJobs, type LockedJob } from './locked-jobs.ts';
import { type OrganizationNews, writeOrganizationFeeds } from './organization-feeds.ts';
import { record, type Recorded } from './recorded.ts';
import { WorkingCopies } from './working-copies.ts';
import { writeEvents, writeJobs, writeNodes } from './write.ts';

/** What a transaction left behind: changes to tell of, and work to do. */
export interface Committed {
  readonly recorded: readonly Recorded[];
  readonly organizations: readonly OrganizationNews[];
  readonly work: readonly OutboxRow[];
}

interface Worked {
  readonly row: LockedJob;
  readonly job: Job;
  readonly change: JobChange;
}

const NOTHING: Committed = { recorded: [], organizations: [], work: [] };

/**
 * The one place where jobs change: locks them, takes each through what happened to it, and writes the new states, the
 * events and the work that follows in one transaction (promise 2).
 */
@Injectable()
export class JobChanges {
  private readonly copies = new WorkingCopies();
  private readonly turns = new InTurn();

  constructor(
    private readonly postgres: Postgres,
    private readonly config: Config,
  ) {}

  /**
   * Happenings of jobs that do not exist, and those that change nothing, leave no trace.
   * @param cursor the batch that they came with; where it has been here before, nothing happens.
   */
  commit(happenings: readonly Happening[], cursor?: Cursor): Promise<Committed> {
    const byJob = groupByJob(happenings);
    return this.turns.run([...byJob.keys()], async () => {
      let worked: Worked[] = [];
      const committed = await this.postgres.transact(async (tx) => {
        if (cursor !== undefined && !(await advanceCursor(tx, cursor))) return NOTHING;
        worked = await this.workOn(tx, byJob);
        return this.write(tx, worked);
      });
      this.keepCopies(worked);
      return committed;
    });
  }

  private async workOn(tx: Transaction, byJob: ReadonlyMap<string, readonly Happening[]>): Promise<Worked[]> {
    if (byJob.size === 0) return [];
    const rows = (await lockJobs(tx, [...byJob.keys()])).filter((row) => !isFinished(row.status));
    const jobs = await this.copiesOf(tx, rows);
    return rows.flatMap((row) => {
      const job = jobs.get(row.id);
      return job === undefined ? [] : [{ row, job, change: fold(job, byJob.get(row.id) ?? []) }];
    });
  }

  private async copiesOf(tx: Transaction, rows: readonly LockedJob[]): Promise<Map<string, Job>> {
    const jobs = new Map<string, Job>();
    const unknown = rows.filter((row) => {
      const job = this.copies.take(row.id, row.version);
      if (job !== undefined) jobs.set(row.id, job);
      return job === undefined;
    });
    for (const job of await loadJobs(tx, unknown)) jobs.set(job.id, job);
    return jobs;
  }

  private async write(tx: Transaction, worked: readonly Worked[]): Promise<Committed> {
    const changed = worked.filter(({ change }) => !isEmpty(change));
    if (changed.length === 0) return NOTHING;
    const nowMs = Date.now();
    const times = { nowMs, votingTimeoutMs: this.config.votingTimeoutMs };
    const announcements = await loadAnnouncements(
      tx,
      changed.filter(begins).map(({ row }) => row.id),
    );
    const recorded = changed.map(({ row, change }) => record(row, change, announcements.get(row.id), times));
    await writeNodes(tx, recorded, nowMs);
    await writeEvents(tx, recorded);
    const work = await insertWork(tx, recorded);
    await writeJobs(tx, recorded, nowMs);
    const organizations = await writeOrganizationFeeds(tx, recorded, nowMs);
    return { recorded, organizations, work };
  }

  private keepCopies(worked: readonly Worked[]): void {
    for (const { row, job, change } of worked) {
      if (!isFinished(job.status)) this.copies.put(job, row.version + (isEmpty(change) ? 0 : 1));
    }
  }
}

const begins = ({ change }: Worked): boolean => change.events.some(({ event }) => event === 'start');

function groupByJob(happenings: readonly Happening[]): Map<string, Happening[]> {
  const byJob = new Map<string, Happening[]>();
  for (const happening of happenings) {
    const group = byJob.get(happening.jobId);
    if (group === undefined) byJob.set(happening.jobId, [happening]);
    else group.push(happening);
  }
  return byJob;
}
