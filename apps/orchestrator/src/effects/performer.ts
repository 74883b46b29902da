import { Injectable } from '@nestjs/common';
import { DeadlineQueue } from '../deadlines/deadline-queue.ts';
import { Events } from '../events.ts';
import type { Committed } from '../machine/commit.ts';
import { JobChanges } from '../machine/job-changes.ts';
import { Deliveries } from './deliveries.ts';
import { Orders } from './orders.ts';
import { Outbox } from './outbox.ts';
import type { OutboxRow } from './outbox-rows.ts';
import { Publisher } from './publisher.ts';
import { Starts } from './starts.ts';
import type { Unreached } from './unreached.ts';

/** Does what follows from committed changes: at least once, in the background, and each piece leaves the outbox once done. */
@Injectable()
export class Performer {
  constructor(
    private readonly outbox: Outbox,
    private readonly orders: Orders,
    private readonly deliveries: Deliveries,
    private readonly deadlines: DeadlineQueue,
    private readonly starts: Starts,
    private readonly publisher: Publisher,
    private readonly events: Events,
    changes: JobChanges,
  ) {
    changes.onCommit((committed) => this.follow(committed));
  }

  /** Nodes that missed their jobs' last commands are sent what fits them now. */
  async resend(missed: readonly Unreached[]): Promise<void> {
    if (missed.length === 0) return;
    const byJob = new Map<string, Pick<Unreached, 'organization' | 'traceparent'> & { nodes: string[] }>();
    for (const { node, jobId, ...rest } of missed) {
      const job = byJob.get(jobId) ?? { ...rest, nodes: [] };
      job.nodes.push(node);
      byJob.set(jobId, job);
    }
    const work = Array.from(byJob, ([jobId, { nodes, ...rest }]) => {
      return { jobId, ...rest, work: { type: 'resend' as const, nodes } };
    });
    this.begin(await this.outbox.add(work));
  }

  begin(rows: readonly OutboxRow[]): void {
    this.outbox.begin(rows, (taken) => this.perform(taken));
  }

  /** A transaction has committed: tells the feeds, and goes to work. */
  private follow(committed: Committed): void {
    this.events.committed(committed.recorded);
    this.publisher.publish(committed);
    this.begin(committed.work);
  }

  private async perform(rows: readonly OutboxRow[]): Promise<void> {
    const starts = rows.filter(({ work }) => work.type === 'start');
    const arms = rows.filter(({ work }) => work.type === 'arm');
    const commands = rows.filter(({ work }) => work.type !== 'start' && work.type !== 'arm');
    await Promise.all([
      this.attempt(starts, () => this.starts.begin(starts)),
      this.attempt(arms, () => this.arm(arms)),
      this.attempt(commands, () => this.command(commands)),
    ]);
  }

  /** What fails stays in the outbox, and is taken up again from there. */
  private async attempt(rows: readonly OutboxRow[], work: () => Promise<void>): Promise<void> {
    if (rows.length === 0) return;
    try {
      await work();
    } catch (error) {
      this.events.workFailed(rows, error);
    }
  }

  private async arm(rows: readonly OutboxRow[]): Promise<void> {
    const deadlines = rows.flatMap(({ jobId, work }) =>
      work.type === 'arm' ? [{ jobId, of: work.deadline, atMs: work.atMs }] : [],
    );
    await this.deadlines.arm(deadlines);
    await this.outbox.finish(rows);
  }

  private async command(rows: readonly OutboxRow[]): Promise<void> {
    const leftovers = await this.deliveries.send(await this.orders.of(rows));
    await this.outbox.finish(rows, leftovers);
  }
}
