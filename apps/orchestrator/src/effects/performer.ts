import { Injectable } from '@nestjs/common';
import { Prisma } from '@push-jobs/db';
import { Postgres } from '../connections/postgres.ts';
import { DeadlineQueue } from '../deadlines/deadline-queue.ts';
import { Events } from '../events.ts';
import { type Committed, JobChanges } from '../machine/job-changes.ts';
import { Deliveries } from './deliveries.ts';
import { Orders } from './orders.ts';
import { Outbox } from './outbox.ts';
import type { OutboxRow } from './outbox-rows.ts';
import { Publisher } from './publisher.ts';
import { Routing } from './routing.ts';
import { Slots } from './slots.ts';
import type { Unreached } from './unreached.ts';

/** Without any broker in sight a job waits so long for one before its nodes count as offline. */
const PATIENCE_WITHOUT_BROKERS_MS = 5_000;
/** Less than the pool has connections, so that a burst of new jobs leaves some to node events. */
const QUERIES_AT_ONCE = 8;

/** Does what follows from committed changes: at least once, in the background, and each piece leaves the outbox once done. */
@Injectable()
export class Performer {
  private readonly slots = new Slots(QUERIES_AT_ONCE);

  constructor(
    private readonly outbox: Outbox,
    private readonly orders: Orders,
    private readonly deliveries: Deliveries,
    private readonly deadlines: DeadlineQueue,
    private readonly routing: Routing,
    private readonly changes: JobChanges,
    private readonly publisher: Publisher,
    private readonly postgres: Postgres,
    private readonly events: Events,
  ) {}

  /** A transaction has committed: tells the feeds, and goes to work. */
  follow(committed: Committed): void {
    this.events.committed(committed.recorded);
    this.publisher.publish(committed);
    this.begin(committed.work);
  }

  /** Nodes that missed their jobs' last commands are sent what fits them now. */
  async resend(missed: readonly Unreached[]): Promise<void> {
    if (missed.length === 0) return;
    const byJob = new Map<string, { organization: string; nodes: string[] }>();
    for (const { organization, node, jobId } of missed) {
      const job = byJob.get(jobId) ?? { organization, nodes: [] };
      job.nodes.push(node);
      byJob.set(jobId, job);
    }
    const work = Array.from(byJob, ([jobId, { organization, nodes }]) => {
      return { jobId, organization, work: { type: 'resend' as const, nodes } };
    });
    this.begin(await this.outbox.add(work));
  }

  begin(rows: readonly OutboxRow[]): void {
    this.outbox.begin(rows, () => this.perform(rows));
  }

  private async perform(rows: readonly OutboxRow[]): Promise<void> {
    const starts = rows.filter(({ work }) => work.type === 'start');
    const arms = rows.filter(({ work }) => work.type === 'arm');
    const commands = rows.filter(({ work }) => work.type !== 'start' && work.type !== 'arm');
    await Promise.all([
      ...starts.map((row) => this.attempt([row], () => this.slots.run(() => this.start(row)))),
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
    const orders = await Promise.all(rows.map((row) => this.slots.run(() => this.orders.of(row))));
    const leftovers = await this.deliveries.send(orders.flat());
    await this.outbox.finish(rows, leftovers);
  }

  /** Every node that is offline or in rehab counts as down at once (wire contract section 7). */
  private async start(row: OutboxRow): Promise<void> {
    const { jobId, organization } = row;
    const rows = await this.postgres.query<{ node: string; ageMs: number }>(Prisma.sql`
      select n.node, extract(epoch from now() - job.created_at)::float8 * 1000 as "ageMs"
        from job
        join job_node n on n.job_id = job.id
       where job.id = ${jobId} and job.status = 'new'
       order by n.position`);
    const nodes = rows.map(({ node }) => node);
    const whereabouts = await this.routing.locate([{ organization, nodes }]);
    const ageMs = rows[0]?.ageMs ?? PATIENCE_WITHOUT_BROKERS_MS;
    if (whereabouts.noBroker && ageMs < PATIENCE_WITHOUT_BROKERS_MS) throw new Error('no broker is known yet');
    const down = nodes.filter((node) => !whereabouts.isAvailable(organization, node));
    this.follow(await this.changes.commit([{ jobId, input: { type: 'start', down } }]));
    await this.outbox.finish([row]);
  }
}
