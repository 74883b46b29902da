import { type Call, Prisma, type Transaction } from '@push-jobs/db';
import type { Traceparent } from '@push-jobs/platform';
import { Work } from './effect.ts';
import type { Command } from './orders.ts';

/** A piece of work that is committed and not known to be done. */
export interface OutboxRow {
  readonly id: string;
  readonly jobId: string;
  readonly organization: string;
  readonly work: Work;
  /** What it amounts to, where whoever planned it does it at once; otherwise Postgres is asked. */
  readonly command?: Command;
  /** Of the job's creation, where that was traced and is known here. */
  readonly traceparent?: Traceparent | null;
}

export type NewWork = Omit<OutboxRow, 'id'>;

/** The key of a piece of new work, by its place in the list of those that went in together. */
export interface WorkKey {
  readonly id: string;
  readonly place: number;
}

const INSERT = {
  name: 'insert_work',
  text: `
    with planned as materialized (
      select nextval('outbox_id_seq') as id, place, job_id, effect
        from jsonb_to_recordset($1::jsonb) as w(place int, job_id text, effect jsonb)
    ), stored as (
      insert into outbox (id, job_id, effect) select id, job_id, effect from planned
    )
    select id::text, place from planned`,
};

/** Saves work together with the change that it follows from; answers with `WorkKey`s, which `rowsOf` reads. */
export function insertWork(planned: readonly NewWork[]): Call[] {
  if (planned.length === 0) return [];
  const rows = planned.map(({ jobId, work }, place) => ({ place, job_id: jobId, effect: work }));
  return [{ statement: INSERT, values: [JSON.stringify(rows)] }];
}

export function rowsOf(planned: readonly NewWork[], keys: readonly WorkKey[]): OutboxRow[] {
  const ids = new Map(keys.map(({ place, id }) => [place, id]));
  return planned.map((work, place) => ({ ...work, id: ids.get(place) ?? '' })); // every piece got a key
}

/** This work is done. */
export const removeWork = (ids: readonly string[]): Call => ({
  statement: { name: 'remove_work', text: 'delete from outbox where id = any($1::bigint[])' },
  values: [ids],
});

/** How old a row must be before somebody other than its writer takes it up; also how long a claim lasts. */
const CLAIM_SECONDS = 5;

/**
 * Takes up work that was left lying: whoever wrote it died, or could not do it. A row claimed here counts as new, so
 * that nobody else takes it for a while; work done twice is harmless.
 * @param except ids of rows that this process is busy with.
 */
export async function claimWork(tx: Transaction, except: readonly string[], limit: number): Promise<OutboxRow[]> {
  const stored = await tx.$queryRaw<StoredRow[]>(Prisma.sql`
    with due as (
      select id from outbox
       where created_at < now() - make_interval(secs => ${CLAIM_SECONDS}::float8) and id <> all(${[...except]}::bigint[])
       order by id
       limit ${limit}::bigint
         for update skip locked
    )
    update outbox set created_at = now()
      from due, job
     where outbox.id = due.id and job.id = outbox.job_id
    returning outbox.id::text, outbox.job_id as "jobId", job.organization, job.traceparent,
              outbox.effect`);
  return stored.flatMap(parseRow).sort((a, b) => Number(a.id) - Number(b.id));
}

interface StoredRow {
  id: string;
  jobId: string;
  organization: string;
  traceparent: Traceparent | null;
  effect: unknown;
}

/** Work of a kind that only a newer version knows is left to the replicas of that version. */
function parseRow({ effect, ...row }: StoredRow): OutboxRow[] {
  const work = Work.safeParse(effect);
  return work.success ? [{ ...row, work: work.data }] : [];
}
