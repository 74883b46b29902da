import { Injectable } from '@nestjs/common';
import type { Phase } from '@push-jobs/bus';
import { Prisma } from '@push-jobs/db';
import { Postgres } from '../connections/postgres.ts';
import { ARMED_AHEAD_MS } from '../deadlines/ahead.ts';
import { DeadlineQueue } from '../deadlines/deadline-queue.ts';
import { Outbox } from '../effects/outbox.ts';
import { Performer } from '../effects/performer.ts';
import { Events } from '../events.ts';
import { JobChanges } from '../machine/job-changes.ts';

/** A deadline that is overdue by less is left to the queue. */
const QUEUE_FIRST_MS = 1_000;
const AT_ONCE = 1_000;
/** Of one round. After a long outage there may be any number; the next round finds the rest. */
const MOST = 50_000;

interface Due {
  id: string;
  status: Phase;
  deadlineMs: number;
}

/** Looks after the deadlines of unfinished jobs: arms those that come near, and finds what Redis has forgotten. */
@Injectable()
export class OverdueSweep {
  constructor(
    private readonly postgres: Postgres,
    private readonly outbox: Outbox,
    private readonly performer: Performer,
    private readonly queue: DeadlineQueue,
    private readonly changes: JobChanges,
    private readonly events: Events,
  ) {}

  /** Runs several times within `ARMED_AHEAD_MS`. */
  async round(): Promise<void> {
    const nowMs = Date.now();
    const due = await this.due(nowMs + ARMED_AHEAD_MS);
    const overdue = due.filter(({ deadlineMs }) => deadlineMs + QUEUE_FIRST_MS <= nowMs);
    await Promise.all(overdue.map((job) => this.expire(job)));
    await this.arm(due.filter(({ deadlineMs }) => deadlineMs + QUEUE_FIRST_MS > nowMs));
  }

  /** A start is in the outbox until it is done; a job in `new` without one can only come from a restored backup. */
  async startForgotten(): Promise<void> {
    const lost = await this.postgres.query<{ id: string; organization: string }>(Prisma.sql`
      select id, organization from job
       where status = 'new' and not exists (select 1 from outbox where job_id = job.id)
         and created_at < now() - interval '1 minute'
       order by id
       limit ${AT_ONCE}::int`);
    if (lost.length === 0) return;
    const work = lost.map(({ id, organization }) => ({ jobId: id, organization, work: { type: 'start' as const } }));
    this.performer.begin(await this.outbox.add(work));
  }

  private async expire({ id: jobId, status: of }: Due): Promise<void> {
    this.events.deadlineDue(jobId, of, 'sweep');
    try {
      await this.changes.commit([{ jobId, input: { type: 'deadline', of } }]);
    } catch (error) {
      this.events.roundFailed(`expiring job ${jobId}`, error);
    }
  }

  private async arm(due: readonly Due[]): Promise<void> {
    const deadlines = due.map(({ id, status, deadlineMs }) => ({ jobId: id, of: status, atMs: deadlineMs }));
    for (let i = 0; i < deadlines.length; i += AT_ONCE) await this.queue.arm(deadlines.slice(i, i + AT_ONCE));
  }

  private due(beforeMs: number): Promise<Due[]> {
    return this.postgres.query<Due>(Prisma.sql`
      select id, status, (extract(epoch from deadline_at) * 1000)::float8 as "deadlineMs"
        from job
       where status in ('voting', 'running') and deadline_at < to_timestamp(${beforeMs}::float8 / 1000)
       order by deadline_at
       limit ${MOST}::int`);
  }
}
