import { Injectable } from '@nestjs/common';
import type { Phase } from '@push-jobs/bus';
import { Prisma } from '@push-jobs/db';
import { Postgres } from '../connections/postgres.ts';
import { Outbox } from '../effects/outbox.ts';
import { Performer } from '../effects/performer.ts';
import { DeadlineQueue } from '../deadlines/deadline-queue.ts';
import { Events } from '../events.ts';
import { Orchestrator } from '../orchestrator.ts';

/** A deadline that is overdue by less is left to the queue. */
const QUEUE_FIRST_MS = 1_000;
const ARM_AT_ONCE = 1_000;

interface Waiting {
  id: string;
  organization: string;
  status: 'new' | Phase;
  deadlineMs: number | null;
  forgotten: boolean;
}

/** Goes through all unfinished jobs for what Redis, or a process that died, may have forgotten. */
@Injectable()
export class OverdueSweep {
  constructor(
    private readonly postgres: Postgres,
    private readonly outbox: Outbox,
    private readonly performer: Performer,
    private readonly queue: DeadlineQueue,
    private readonly orchestrator: Orchestrator,
    private readonly events: Events,
  ) {}

  async round(): Promise<void> {
    const waiting = await this.waiting();
    const nowMs = Date.now();
    for (const { id, status, deadlineMs } of waiting) {
      if (status === 'new' || deadlineMs === null || deadlineMs + QUEUE_FIRST_MS > nowMs) continue;
      await this.expire(id, status);
    }
    await this.startForgotten(waiting);
    await this.arm(waiting.filter(({ deadlineMs }) => deadlineMs !== null && deadlineMs + QUEUE_FIRST_MS > nowMs));
  }

  private async expire(jobId: string, of: Phase): Promise<void> {
    this.events.deadlineDue(jobId, of, 'sweep');
    try {
      await this.orchestrator.handle([{ jobId, input: { type: 'deadline', of } }]);
    } catch (error) {
      this.events.roundFailed(`expiring job ${jobId}`, error);
    }
  }

  /** A start is in the outbox until it is done; a job in `new` without one can only come from a restored backup. */
  private async startForgotten(waiting: readonly Waiting[]): Promise<void> {
    const lost = waiting.filter(({ forgotten }) => forgotten);
    if (lost.length === 0) return;
    const work = lost.map(({ id, organization }) => ({ jobId: id, organization, work: { type: 'start' as const } }));
    this.performer.begin(await this.outbox.add(work));
  }

  private async arm(waiting: readonly Waiting[]): Promise<void> {
    const deadlines = waiting.flatMap(({ id, status, deadlineMs }) =>
      status === 'new' || deadlineMs === null ? [] : [{ jobId: id, of: status, atMs: deadlineMs }],
    );
    for (let i = 0; i < deadlines.length; i += ARM_AT_ONCE) await this.queue.arm(deadlines.slice(i, i + ARM_AT_ONCE));
  }

  private waiting(): Promise<Waiting[]> {
    return this.postgres.query<Waiting>(Prisma.sql`
      select id, organization, status, (extract(epoch from deadline_at) * 1000)::float8 as "deadlineMs",
             status = 'new' and not exists (select 1 from outbox where job_id = job.id) as forgotten
        from job
       where status in ('new', 'voting', 'running')
       order by id`);
  }
}
