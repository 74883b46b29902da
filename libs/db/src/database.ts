import { PrismaPg } from '@prisma/adapter-pg';
import type { PoolConfig } from 'pg';
import { PrismaClient } from './generated/client.ts';

export type Database = PrismaClient;
/** What a query inside a transaction runs on. */
export type Transaction = Parameters<Parameters<PrismaClient['$transaction']>[0]>[0];

export interface DatabaseOptions {
  url: string;
  /** Connections this process may hold. */
  poolSize?: number;
  /** Postgres settings of every connection. */
  settings?: Readonly<Record<string, string>>;
}

const LIMITS = { idle_in_transaction_session_timeout: '10s', statement_timeout: '30s' };

/**
 * Opens a pool. A process that stops in the middle of a transaction (paused, cut off) loses its locks after ten
 * seconds, so that it cannot hold up the others.
 */
export function openDatabase(options: DatabaseOptions): Database {
  return new PrismaClient({ adapter: new PrismaPg(connectionOf(options)) });
}

/** What `pg` wants to hear of these options. */
export function connectionOf({ url, poolSize = 10, settings = {} }: DatabaseOptions): PoolConfig {
  return {
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    options: Object.entries({ ...LIMITS, ...settings })
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
  };
}

/** Runs `work` in one READ COMMITTED transaction. */
export function transact<T>(database: Database, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return database.$transaction(work, { maxWait: 10_000, timeout: 20_000 });
}
