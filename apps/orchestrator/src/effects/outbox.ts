import { Injectable } from '@nestjs/common';
import { Prisma } from '@push-jobs/db';
import { Batches } from '@push-jobs/platform';
import { Postgres } from '../connections/postgres.ts';
import {
  claimWork,
  insertWork,
  type NewWork,
  type OutboxRow,
  removeWork,
  rowsOf,
  type WorkKey,
} from './outbox-rows.ts';

/** How many rows this process may be busy with. Beyond that they wait in Postgres. */
const MAX_IN_HAND = 10_000;

/** Work that is done, and what is left of it. */
interface Ending {
  readonly ids: readonly string[];
  readonly left: readonly NewWork[];
}

/** Committed work: what this process is doing of it, and what lies waiting for anybody. */
@Injectable()
export class Outbox {
  private readonly inHand = new Map<string, Promise<void>>();
  private readonly endings: Batches<Ending, void>;

  constructor(private readonly postgres: Postgres) {
    this.endings = new Batches({ work: (endings) => this.end(endings), stillThere: () => postgres.ping() });
  }

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
  async add(work: readonly NewWork[]): Promise<OutboxRow[]> {
    const keys = await Promise.all(insertWork(work).map((call) => this.postgres.direct.run<WorkKey>(call)));
    return rowsOf(work, keys.flat());
  }

  /** This work is done, but for `left`, which takes its place. */
  async finish(rows: readonly OutboxRow[], left: readonly NewWork[] = []): Promise<void> {
    if (rows.length > 0) await this.endings.add({ ids: rows.map(({ id }) => id), left });
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

  private async end(endings: readonly Ending[]): Promise<void[]> {
    const calls = [...insertWork(endings.flatMap(({ left }) => left)), removeWork(endings.flatMap(({ ids }) => ids))];
    await this.postgres.direct.write({ calls, outcome: () => undefined });
    return endings.map(() => undefined);
  }
}
