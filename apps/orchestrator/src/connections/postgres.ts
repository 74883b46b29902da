import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { type Database, DirectPool, openDatabase, Prisma, transact, type Transaction } from '@push-jobs/db';
import { Config } from '../config.ts';

/**
 * All statements here go from few keys to their rows by an index. Partitions that fill quickly have no statistics yet to
 * tell the planner so, and it would read through a whole day's rows for a join.
 */
const BY_INDEX = { enable_hashjoin: 'off', enable_mergejoin: 'off' };

/** What is prepared is planned once: no values that it may get would make another plan better. */
const PREPARED = { ...BY_INDEX, enable_seqscan: 'off', plan_cache_mode: 'force_generic_plan' };

/** The pools of this process. They close last, after everything that still wants to write. */
@Injectable()
export class Postgres implements OnApplicationShutdown {
  readonly database: Database;
  /** For what happens to every job (ADR 6). */
  readonly direct: DirectPool;

  constructor(config: Config) {
    this.database = openDatabase({ url: config.databaseUrl, poolSize: 12, settings: BY_INDEX });
    this.direct = new DirectPool({ url: config.databaseUrl, poolSize: 8, settings: PREPARED });
  }

  /** Rows of one query, as `T` describes its column list. */
  query<T>(sql: Prisma.Sql): Promise<T[]> {
    return this.database.$queryRaw<T[]>(sql);
  }

  /** @returns how many rows were touched. */
  execute(sql: Prisma.Sql): Promise<number> {
    return this.database.$executeRaw(sql);
  }

  transact<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return transact(this.database, work);
  }

  /** @throws while the database does not answer. */
  async ping(): Promise<void> {
    await this.execute(Prisma.sql`select 1`);
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.database.$disconnect(), this.direct.end()]);
  }
}
