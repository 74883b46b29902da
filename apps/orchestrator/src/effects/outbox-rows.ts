import { Prisma, type Transaction } from '@push-jobs/db';
import { Work } from './effect.ts';

/** A piece of work that is committed and not known to be done. */
export interface OutboxRow {
  readonly id: string;
  readonly jobId: string;
  readonly organization: string;
  readonly work: Work;
}

interface JobWork {
  readonly id: string;
  readonly organization: string;
  readonly work: readonly Work[];
}

interface StoredRow {
  id: string;
  jobId: string;
  organization: string;
  effect: unknown;
}

/** Saves work together with the change that it follows from. */
export async function insertWork(tx: Transaction, jobs: readonly JobWork[]): Promise<OutboxRow[]> {
  const rows = jobs.flatMap(({ id, work }) => work.map((effect) => ({ job_id: id, effect })));
  if (rows.length === 0) return [];
  const stored = await tx.$queryRaw<{ id: string; jobId: string; effect: unknown }[]>(Prisma.sql`
    insert into outbox (job_id, effect)
    select job_id, effect from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as w(job_id text, effect jsonb)
    returning id::text, job_id as "jobId", effect`);
  const organizations = new Map(jobs.map((job) => [job.id, job.organization]));
  return inOrder(stored.flatMap((row) => parseRow({ ...row, organization: organizations.get(row.jobId) ?? '' })));
}

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
    returning outbox.id::text, outbox.job_id as "jobId", job.organization, outbox.effect`);
  return inOrder(stored.flatMap(parseRow));
}

/** Work of a kind that only a newer version knows is left to the replicas of that version. */
function parseRow({ effect, ...row }: StoredRow): OutboxRow[] {
  const work = Work.safeParse(effect);
  return work.success ? [{ ...row, work: work.data }] : [];
}

const inOrder = (rows: OutboxRow[]): OutboxRow[] => rows.sort((a, b) => Number(a.id) - Number(b.id));
