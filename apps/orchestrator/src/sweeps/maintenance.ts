import { Injectable } from '@nestjs/common';
import { ensurePartitions, Prisma } from '@push-jobs/db';
import { Config } from '../config.ts';
import { Postgres } from '../connections/postgres.ts';

const ROWS_AT_ONCE = 1_000;
/** No broker repeats a batch for so long. */
const CURSOR_KEEP_SECONDS = 86_400;

/** Makes room for what comes, and removes what nobody can ask for any more. */
@Injectable()
export class Maintenance {
  constructor(
    private readonly postgres: Postgres,
    private readonly config: Config,
  ) {}

  ensurePartitions(): Promise<void> {
    return ensurePartitions(this.postgres.database, Date.now());
  }

  async removeOld(): Promise<void> {
    await this.untilFew(Prisma.sql`
      delete from report_cursor where ctid in (
        select ctid from report_cursor
         where updated_at < now() - make_interval(secs => ${CURSOR_KEEP_SECONDS}::float8)
         limit ${ROWS_AT_ONCE}::int)`);
    await this.untilFew(Prisma.sql`
      delete from organization_event where (organization, number) in (
        select organization, number from organization_event
         where at < now() - make_interval(secs => ${this.config.organizationFeedKeepMs / 1_000}::float8)
         order by at
         limit ${ROWS_AT_ONCE}::int)`);
  }

  /** Small transactions, so that nobody waits for long behind one. */
  private async untilFew(sql: Prisma.Sql): Promise<void> {
    while ((await this.postgres.execute(sql)) === ROWS_AT_ONCE);
  }
}
