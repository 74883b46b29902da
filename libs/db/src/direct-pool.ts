import { Pool, type PoolClient } from 'pg';
import { connectionOf, type DatabaseOptions } from './database.ts';

/** A statement that every connection prepares once, under its name. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** Only what can be sent as it is: a value that fails to be written must not leave a hole between statements. */
export type Value = string | number | readonly string[];

export interface Call {
  readonly statement: Statement;
  readonly values: readonly Value[];
}

/** What a transaction writes in the end, and what its caller gets, made from the rows that each call answers with. */
export interface Decision<W> {
  readonly calls: readonly Call[];
  outcome(answers: readonly unknown[][]): W;
}

/** Sends a call at once; several may be on their way together. 64-bit integers come back as text: cast them. */
export type Send = <T>(call: Call) => Promise<T[]>;

/** A server that does not answer for so long is given up on, with the connection. */
const QUERY_TIMEOUT_MS = 20_000;
/** Longer than Prisma's pool waits: what runs here is what must not be refused because a machine is busy. */
const CONNECT_TIMEOUT_MS = 10_000;

/**
 * Connections for the few statements that run thousands of times a second (ADR 6): prepared, and pipelined, so that a
 * transaction waits for Postgres no more often than it has decisions to make. After a failure a connection is not used
 * again: what is still on its way through it, and what it has prepared, would have to be found out.
 */
export class DirectPool {
  private readonly pool: Pool;

  constructor(options: DatabaseOptions) {
    this.pool = new Pool({
      ...connectionOf(options),
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: QUERY_TIMEOUT_MS,
      pipeline: true,
    });
    // Without listeners a connection that breaks ends the process; whoever uses it hears of it from the query.
    this.pool.on('error', () => undefined);
    this.pool.on('connect', (client) => client.on('error', () => undefined));
  }

  /** One statement, which is one transaction. */
  run<T>(call: Call): Promise<T[]> {
    return this.use((client) => send<T>(client, call));
  }

  /** One transaction, all of which is known beforehand: Postgres is waited for once. @throws as `transact` does */
  write<W>(decision: Decision<W>): Promise<W> {
    return this.use(async (client) => {
      const [, outcome] = await Promise.all([client.query('begin'), carryOut(client, decision)]);
      return outcome;
    });
  }

  /**
   * One READ COMMITTED transaction. What `read` sends first travels with the beginning, and what `decide` wants written
   * travels with the commit.
   * @throws what went wrong. The transaction has not happened then, unless the connection was lost during its commit.
   */
  transact<R, W>(read: (send: Send) => Promise<R>, decide: (found: R) => Decision<W>): Promise<W> {
    return this.use(async (client) => {
      const [, found] = await Promise.all([client.query('begin'), read((call) => send(client, call))]);
      return carryOut(client, decide(found));
    });
  }

  end(): Promise<void> {
    return this.pool.end();
  }

  private async use<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    try {
      const result = await work(client);
      client.release();
      return result;
    } catch (error) {
      client.release(true);
      throw error;
    }
  }
}

/** Sends everything at once, the commit last. */
async function carryOut<W>(client: PoolClient, { calls, outcome }: Decision<W>): Promise<W> {
  const writes = calls.map((call) => send(client, call));
  const [ended, ...answers] = await Promise.all([client.query('commit'), ...writes]);
  // This is how a transaction in which something failed answers a commit.
  if (ended.command !== 'COMMIT') throw new Error('the transaction was rolled back');
  return outcome(answers);
}

async function send<T>(client: PoolClient, { statement, values }: Call): Promise<T[]> {
  const { rows } = await client.query({ ...statement, values: [...values] });
  return rows as T[]; // pg knows no types; the statement's author does
}
