import { Injectable } from '@nestjs/common';
import { Prisma } from '@push-jobs/db';
import { Batches } from '@push-jobs/platform';
import { Postgres } from '../connections/postgres.ts';
import { Events } from '../events.ts';
import { InHand } from './in-hand.ts';
import {
  charactersOf,
  claimWork,
  insertWork,
  type NewWork,
  type OutboxRow,
  removeWork,
  rowsOf,
  type WorkKey,
} from './outbox-rows.ts';

/** Work that is done, and what is left of it. */
interface Ending {
  readonly ids: readonly string[];
  readonly left: readonly NewWork[];
}

/** Committed work: what this process is doing of it, and what lies waiting for anybody. */
@Injectable()
export class Outbox {
  private readonly inHand = new InHand();
  private readonly endings: Batches<Ending, void>;

  constructor(
    private readonly postgres: Postgres,
    events: Events,
  ) {
    events.measureWork({ charactersInHand: () => this.inHand.characters });
    this.endings = new Batches({ work: (endings) => this.end(endings), stillThere: () => postgres.ping() });
  }

  /** Does this work in the background; what there is no room for waits to be claimed. */
  begin(rows: readonly OutboxRow[], perform: (rows: readonly OutboxRow[]) => Promise<void>): void {
    this.inHand.begin(rows, perform);
  }

  claim(limit: number): Promise<OutboxRow[]> {
    const { ids, room } = this.inHand;
    return this.postgres.transact((tx) => claimWork(tx, ids, limit, room));
  }

  /** Saves work that follows from no change of a job. */
  async add(work: readonly NewWork[]): Promise<OutboxRow[]> {
    const keys = await Promise.all(insertWork(work).map((call) => this.postgres.direct.run<WorkKey>(call)));
    const rows = rowsOf(work, keys.flat());
    const weights = await this.postgres.query<{ id: string; characters: number }>(
      charactersOf(rows.map(({ id }) => id)),
    );
    const characters = new Map(weights.map((row) => [row.id, row.characters]));
    return rows.map((row) => ({ ...row, characters: characters.get(row.id) ?? 0 }));
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
  settled(): Promise<void> {
    return this.inHand.settled();
  }

  private async end(endings: readonly Ending[]): Promise<void[]> {
    const calls = [...insertWork(endings.flatMap(({ left }) => left)), removeWork(endings.flatMap(({ ids }) => ids))];
    await this.postgres.direct.write({ calls, outcome: () => undefined });
    return endings.map(() => undefined);
  }
}
