import { Client } from 'pg';

/**
 * Takes tables away from everybody else until it is disposed of: to them Postgres is there, and does not answer. What
 * it does not take away goes on.
 */
export class TableLock implements AsyncDisposable {
  private constructor(private readonly client: Client) {}

  static async hold(databaseUrl: string, ...tables: readonly [string, ...string[]]): Promise<TableLock> {
    const client = new Client({ connectionString: databaseUrl });
    await client.connect();
    await client.query('begin');
    await client.query(`lock table ${tables.join(', ')} in access exclusive mode`);
    return new TableLock(client);
  }

  /** How many statements of others wait for these tables, or for others that wait. */
  async waiting(): Promise<number> {
    // Not pg_stat_activity: within a transaction that one stays as it was when first looked at.
    const { rows } = await this.client.query<{ count: number }>(
      `select count(*)::int as count from pg_locks l join pg_database d on d.oid = l.database
        where d.datname = current_database() and not l.granted`,
    );
    return rows[0]?.count ?? 0;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.client.end();
  }
}
