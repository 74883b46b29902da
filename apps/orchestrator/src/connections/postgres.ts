import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { type Database, openDatabase, Prisma, transact, type Transaction } from '@push-jobs/db';
import { Config } from '../config.ts';

/**
 * All statements here go from few keys to their rows by an index. Partitions that fill quickly have no statistics yet to
 * tell the planner so, and it would read through a whole day's rows for a join.
 */
const BY_INDEX = { enable_hashjoin: 'off', enable_mergejoin: 'off' };

/** The pool of this process. It closes last, after everything that still wants to write. */
@Injectable()
export class Postgres implements OnApplicationShutdown {
  readonly database: Database;

  constructor(config: Config) {
    this.database = openDatabase({ url: config.databaseUrl, poolSize: 20, settings: BY_INDEX });
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

  onApplicationShutdown(): Promise<void> {
    return this.database.$disconnect();
  }
}
