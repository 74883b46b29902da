import { type Call, Prisma, type Transaction } from '@push-jobs/db';
import type { Traceparent } from '@push-jobs/platform';
import { Work } from './effect.ts';
import { type Room, thatFit } from './in-hand.ts';
import type { Command } from './orders.ts';

/** A piece of work that is committed and not known to be done. */
export interface OutboxRow {
  readonly id: string;
  readonly jobId: string;
  readonly organization: string;
  readonly work: Work;
  /** What it amounts to, where whoever planned it does it at once; otherwise Postgres is asked. */
  readonly command?: Command;
  /** Of the job's text, how much doing it reads, about. Not where `command` says it. */
  readonly characters?: number;
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

/** Work that reads the text of its job. */
const READERS: readonly Work['type'][] = ['start', 'commit', 'resend', 'recommit'];
const readsText = Prisma.sql`effect ->> 'type' = any(${[...READERS]}::text[])`;
/** How much: `node_count` stands for the nodes' names. */
const CHARACTERS = Prisma.sql`
  case when ${readsText}
       then octet_length(command) + coalesce(octet_length(file), 0) + coalesce(octet_length(env::text), 0)
            + 30 * node_count
       else 0 end`;
/** Who has room for less does not look at any. */
const LONGEST_JOB = 5_000_000;

/**
 * Takes up work that was left lying: whoever wrote it died, could not do it, or had no room for it. A row claimed here
 * counts as new, so that nobody else takes it for a while; work done twice is harmless.
 * @param except ids of rows that this process is busy with.
 * @param room what it can take besides; the rest is left to whoever has room.
 */
export async function claimWork(
  tx: Transaction,
  except: readonly string[],
  limit: number,
  room: Room,
): Promise<OutboxRow[]> {
  const stored = await tx.$queryRaw<StoredRow[]>(Prisma.sql`
    select outbox.id::text, outbox.job_id as "jobId", job.organization, job.traceparent, outbox.effect,
           ${CHARACTERS} as characters
      from outbox
      join job on job.id = outbox.job_id
     where outbox.created_at < now() - make_interval(secs => ${CLAIM_SECONDS}::float8)
       and outbox.id <> all(${[...except]}::bigint[])
       and (${room.characters >= LONGEST_JOB}::boolean or not (${readsText}))
     order by outbox.id
     limit ${limit}::bigint
       for update of outbox skip locked`);
  const { taken } = thatFit(stored, room);
  const ids = taken.map(({ id }) => id);
  await tx.$executeRaw(Prisma.sql`update outbox set created_at = now() where id = any(${ids}::bigint[])`);
  return taken.flatMap(parseRow);
}

/** How much of their jobs' text these rows read, by id. */
export const charactersOf = (ids: readonly string[]): Prisma.Sql => Prisma.sql`
  select outbox.id::text, ${CHARACTERS} as characters
    from outbox
    join job on job.id = outbox.job_id
   where outbox.id = any(${[...ids]}::bigint[])`;

interface StoredRow {
  id: string;
  jobId: string;
  organization: string;
  traceparent: Traceparent | null;
  effect: unknown;
  characters: number;
}

/** Work of a kind that only a newer version knows is left to the replicas of that version. */
function parseRow({ effect, ...row }: StoredRow): OutboxRow[] {
  const work = Work.safeParse(effect);
  return work.success ? [{ ...row, work: work.data }] : [];
}
