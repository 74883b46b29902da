import { Injectable } from '@nestjs/common';
import type { Decision, Send } from '@push-jobs/db';
import { isFinished, type Job } from '@push-jobs/job';
import { Batches } from '@push-jobs/platform';
import { Config } from '../config.ts';
import { Postgres } from '../connections/postgres.ts';
import { insertWork, type OutboxRow, rowsOf, type WorkKey } from '../effects/outbox-rows.ts';
import { type Committed, committing } from './commit.ts';
import { advanceCursors, type Cursor, laneOf } from './cursors.ts';
import { fold, type Happening, isEmpty, type JobChange } from './fold.ts';
import { type LockedJob, loadNodes, lockJobs, type StoredNodes, workingCopy } from './locked-jobs.ts';
import { begun, insertJobs, type NewJob, textLength, unbegun } from './new-jobs.ts';
import { record, type RecordingTimes } from './recorded.ts';
import { WorkingCopies } from './working-copies.ts';
import { traceChanges } from './traced-changes.ts';
import { writeJobs, writeNodes } from './write.ts';

/** Things that happened together: all of them count, or none. */
interface Request {
  readonly happenings: readonly Happening[];
  readonly cursor: Cursor | undefined;
}

interface Found {
  readonly rows: readonly LockedJob[];
  readonly jobs: ReadonlyMap<string, Job>;
  readonly movedLanes: ReadonlySet<string>;
}

interface Worked {
  readonly row: LockedJob;
  readonly job: Job;
  readonly change: JobChange;
}

/** Bounds the memory and the time of one transaction. */
const MAX_HAPPENINGS = 4_000;

/**
 * The one place where jobs change: locks them, takes each through what happened to it, and writes the new states, the
 * events and the work that follows in one transaction (promise 2). There is one transaction at a time in this process;
 * all that comes meanwhile, of whatever jobs and brokers, goes together into the next.
 */
@Injectable()
export class JobChanges {
  private readonly copies = new WorkingCopies();
  private readonly batches: Batches<Request, void>;
  private readonly followers: ((committed: Committed) => void)[] = [];

  constructor(
    private readonly postgres: Postgres,
    private readonly config: Config,
  ) {
    this.batches = new Batches({
      work: (requests) => this.transact(requests),
      cut: howManyGoTogether,
      stillThere: () => postgres.ping(),
    });
  }

  /** `follow` hears of every transaction before those do whose happenings it was about. */
  onCommit(follow: (committed: Committed) => void): void {
    this.followers.push(follow);
  }

  /**
   * Returns once it is durable. Happenings of jobs that do not exist, and those that change nothing, leave no trace.
   * @param cursor the batch that they came with; where it has been here before, nothing happens.
   */
  async commit(happenings: readonly Happening[], cursor?: Cursor): Promise<void> {
    if (happenings.length > 0 || cursor !== undefined) await this.batches.add({ happenings, cursor });
  }

  /**
   * Stores jobs and begins them, all of them or none. `down`: nodes that are offline or in rehab at this moment count as
   * down at once (wire contract section 7).
   */
  async begin(newcomers: readonly { readonly job: NewJob; readonly down: readonly string[] }[]): Promise<void> {
    const times = this.times();
    const jobs = newcomers.map(({ job, down }) => begun(job, down, times));
    const states = insertJobs(jobs.map(({ stored }) => stored));
    const recorded = jobs.map((job) => job.recorded);
    const committed = await this.postgres.direct.write(committing(recorded, times.nowMs, [states]));
    for (const { job } of jobs) this.keepCopy(job, 1);
    this.tell(committed, times.nowMs);
  }

  /** Stores jobs, all of them or none, and with each the work of beginning it. */
  async store(jobs: readonly NewJob[]): Promise<OutboxRow[]> {
    const planned = jobs.map((job) => {
      const { id: jobId, organization } = job;
      return { jobId, organization, work: { type: 'start' as const }, characters: textLength(job) };
    });
    const states = insertJobs(jobs.map(unbegun));
    const calls = [...insertWork(planned), states];
    return this.postgres.direct.write({ calls, outcome: ([keys]) => rowsOf(planned, keys as WorkKey[]) });
  }

  private async transact(requests: readonly Request[]): Promise<void[]> {
    const startMs = Date.now();
    let worked: Worked[] = [];
    const committed = await this.postgres.direct.transact(
      (send) => this.read(send, requests),
      (found) => {
        worked = workOn(found, requests);
        return this.decide(worked);
      },
    );
    this.keepCopies(worked);
    this.tell(committed, startMs);
    return requests.map(() => undefined);
  }

  private async read(send: Send, requests: readonly Request[]): Promise<Found> {
    const ids = [...new Set(requests.flatMap(({ happenings }) => happenings.map(({ jobId }) => jobId)))];
    const strangers = ids.filter((id) => !this.copies.has(id));
    const [movedLanes, locked, nodes] = await Promise.all([
      advanceCursors(
        send,
        requests.flatMap(({ cursor }) => cursor ?? []),
      ),
      send<LockedJob>(lockJobs(ids)),
      loadNodes(send, strangers),
    ]);
    const rows = locked.filter((row) => !isFinished(row.status));
    return { rows, jobs: await this.copiesOf(send, rows, nodes), movedLanes };
  }

  /** Another replica may have changed a job since we last did. */
  private async copiesOf(send: Send, rows: readonly LockedJob[], nodes: StoredNodes): Promise<Map<string, Job>> {
    const jobs = new Map<string, Job>();
    const outdated = rows.filter((row) => {
      const job = nodes.has(row.id) ? workingCopy(row, nodes) : this.copies.take(row.id, row.version);
      if (job !== undefined) jobs.set(row.id, job);
      return job === undefined;
    });
    if (outdated.length === 0) return jobs;
    const loaded = await loadNodes(
      send,
      outdated.map(({ id }) => id),
    );
    for (const row of outdated) jobs.set(row.id, workingCopy(row, loaded));
    return jobs;
  }

  private decide(worked: readonly Worked[]): Decision<Committed> {
    const times = this.times();
    const changed = worked.filter(({ change }) => !isEmpty(change));
    const recorded = changed.map(({ row, job, change }) => record(row, job, change, times));
    const states = recorded.length === 0 ? [] : [...writeNodes(recorded, times), ...writeJobs(recorded, times)];
    return committing(recorded, times.nowMs, states);
  }

  private times(): RecordingTimes {
    return { nowMs: Date.now(), votingTimeoutMs: this.config.votingTimeoutMs };
  }

  private tell(committed: Committed, startMs: number): void {
    traceChanges(committed.recorded, startMs);
    if (committed.recorded.length > 0) for (const follow of this.followers) follow(committed);
  }

  private keepCopies(worked: readonly Worked[]): void {
    for (const { row, job, change } of worked) this.keepCopy(job, row.version + (isEmpty(change) ? 0 : 1));
  }

  private keepCopy(job: Job, version: number): void {
    if (!isFinished(job.status)) this.copies.put(job, version);
  }
}

function workOn({ rows, jobs, movedLanes }: Found, requests: readonly Request[]): Worked[] {
  const counting = requests.filter(({ cursor }) => cursor === undefined || movedLanes.has(laneOf(cursor)));
  const byJob = groupByJob(counting.flatMap(({ happenings }) => happenings));
  return rows.flatMap((row) => {
    const job = jobs.get(row.id);
    if (job === undefined) return [];
    const happenings = (byJob.get(row.id) ?? []).filter(
      ({ organization }) => organization === undefined || organization === row.organization,
    );
    return [{ row, job, change: fold(job, happenings) }];
  });
}

function groupByJob(happenings: readonly Happening[]): Map<string, Happening[]> {
  const byJob = new Map<string, Happening[]>();
  for (const happening of happenings) {
    const group = byJob.get(happening.jobId);
    if (group === undefined) byJob.set(happening.jobId, [happening]);
    else group.push(happening);
  }
  return byJob;
}

/** A batch that was sent again while it is still here waits for the next transaction, which will know of it. */
function howManyGoTogether(waiting: readonly Request[]): number {
  const lanes = new Set<string>();
  let happenings = 0;
  const end = waiting.findIndex((request) => {
    happenings += request.happenings.length;
    const lane = request.cursor === undefined ? undefined : laneOf(request.cursor);
    if (happenings > MAX_HAPPENINGS || (lane !== undefined && lanes.has(lane))) return true;
    if (lane !== undefined) lanes.add(lane);
    return false;
  });
  return end === -1 ? waiting.length : end;
}
