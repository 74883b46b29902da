import { Injectable } from '@nestjs/common';
import { Prisma } from '@push-jobs/db';
import { Postgres } from '../connections/postgres.ts';
import type { Work } from './effect.ts';
import { claimWork, insertWork, type OutboxRow } from './outbox-rows.ts';

/** How many rows this process may be busy with. Beyond that they wait in Postgres. */
const MAX_IN_HAND = 2_000;

/** Committed work: what this process is doing of it, and what lies waiting for anybody. */
@Injectable()
export class Outbox {
  private readonly inHand = new Map<string, Promise<void>>();

  constructor(private readonly postgres: Postgres) {}

  /** Does this work in the background, unless there is too much of it: then it waits to be claimed. */
  begin(rows: readonly OutboxRow[], perform: () => Promise<void>): void {
    if (rows.length === 0 || this.inHand.size + rows.length > MAX_IN_HAND) return;
    const done = perform().finally(() => {
      for (const row of rows) this.inHand.delete(row.id);
    });
    for (const row of rows) this.inHand.set(row.id, done);
  }

  claim(limit: number): Promise<OutboxRow[]> {
    return this.postgres.transact((tx) => claimWork(tx, [...this.inHand.keys()], limit));
  }

  /** Saves work that follows from no change of a job. */
  add(work: readonly { jobId: string; organization: string; work: Work }[]): Promise<OutboxRow[]> {
    const jobs = work.map((entry) => ({ id: entry.jobId, organization: entry.organization, work: [entry.work] }));
    return this.postgres.transact((tx) => insertWork(tx, jobs));
  }

  /** This work is done, but for `left`, which takes its place. */
  async finish(rows: readonly OutboxRow[], left: readonly { row: OutboxRow; work: Work }[] = []): Promise<void> {
    if (rows.length === 0) return;
    const ids = rows.map((row) => row.id);
    if (left.length === 0) {
      await this.postgres.execute(remove(ids));
      return;
    }
    await this.postgres.transact(async (tx) => {
      await tx.$executeRaw(remove(ids));
      await insertWork(
        tx,
        left.map(({ row, work }) => ({ id: row.jobId, organization: row.organization, work: [work] })),
      );
    });
  }

  /** How many rows there are. */
  async depth(): Promise<number> {
    const [row] = await this.postgres.query<{ count: number }>(Prisma.sql`select count(*)::int as count from outbox`);
    return row?.count ?? 0;
  }

  /** Waits for what this process is busy with. */
  async settled(): Promise<void> {
    while (this.inHand.size > 0) await Promise.allSettled(this.inHand.values());
  }
}

const remove = (ids: readonly string[]): Prisma.Sql =>
  Prisma.sql`delete from outbox where id = any(${[...ids]}::bigint[])`;
