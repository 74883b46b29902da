import { ensurePartitions, openDatabase } from '@push-jobs/db';
import type { Installation } from '../installation.ts';

const DAY_MS = 86_400_000;
const ORGANIZATION = 'archive';
const EVENTS_PER_JOB = 10;

/** Ended jobs of an organization, on one node each and with ten events. */
export class Archive {
  /** Settings of an orchestrator that is to keep a tenth of `RECENT_JOBS` and none of `OLD_JOBS`. */
  static readonly RULES = { RETENTION_DAYS: '30', RETENTION_JOBS_PER_ORGANIZATION: '10000' };
  /** Settings of an orchestrator under which nothing expires. */
  static readonly NO_RULES = { RETENTION_DAYS: '0', RETENTION_JOBS_PER_ORGANIZATION: '0' };
  static readonly RECENT_JOBS = 100_000;
  static readonly OLD_JOBS = 10_000;

  constructor(private readonly installation: Installation) {}

  async fill(): Promise<void> {
    const { databaseUrl } = this.installation;
    const [nowMs, oldMs] = [Date.now(), Date.now() - 40 * DAY_MS];
    const database = openDatabase({ url: databaseUrl });
    await ensurePartitions(database, oldMs, 0);
    await database.$disconnect();
    await this.add(nowMs - Archive.RECENT_JOBS, Archive.RECENT_JOBS);
    await this.add(oldMs - (oldMs % DAY_MS), Archive.OLD_JOBS);
    await this.installation.inPostgres(async (postgres) => {
      await postgres.query('insert into organization_feed (organization) values ($1)', [ORGANIZATION]);
      await postgres.query('vacuum analyze job, job_node, job_event'); // as autovacuum would have, by and by
    });
  }

  async jobsLeft(): Promise<number> {
    const count = 'select count(*)::int as count from job where organization = $1';
    const { rows } = await this.installation.inPostgres((postgres) =>
      postgres.query<{ count: number }>(count, [ORGANIZATION]),
    );
    return rows[0]?.count ?? 0;
  }

  /** A job for each millisecond. */
  private async add(fromMs: number, count: number): Promise<void> {
    await this.installation.inPostgres(async (postgres) => {
      await postgres.query(
        `insert into job (id, organization, requested_by, status, command, run_timeout_ms, quorum, node_count,
           created_at, updated_at, ended_at, last_event)
         select lpad(to_hex($1::bigint + n), 12, '0') || repeat('0', 20), $2, 'admin', 'complete', 'uptime', 3600000, 1, 1,
           at, at, at, $4 from generate_series(0, $3::int - 1) as n, lateral (select to_timestamp(($1::bigint + n) / 1000.0) as at) as t`,
        [fromMs, ORGANIZATION, count, EVENTS_PER_JOB],
      );
      const ids = [fromMs, fromMs + count].map((ms) => ms.toString(16).padStart(12, '0'));
      await postgres.query(
        `insert into job_node (job_id, position, node, status)
         select id, 0, 'node-1', 'succeeded' from job where id >= $1 and id < $2 and organization = $3`,
        [...ids, ORGANIZATION],
      );
      await postgres.query(
        `insert into job_event (job_id, number, event, data)
         select id, number, 'run_complete', jsonb_build_object('timestamp', now(), 'job', id, 'node', 'node-1')::text
           from job, generate_series(1, $4::int) as number where id >= $1 and id < $2 and organization = $3`,
        [...ids, ORGANIZATION, EVENTS_PER_JOB],
      );
    });
  }
}
