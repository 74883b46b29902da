import { type Database, transact } from './database.ts';

const DAY_MS = 86_400_000;

/** Tables that are cut by day along the job id, with the options a new partition gets. */
const PARTITIONED = {
  job_node: 'with (fillfactor = 50)',
  job_event: '',
  output_chunk: '',
} as const;

/**
 * Makes sure that the partitions of today and the `days` after exist. Safe to repeat and to run from many processes.
 * Ids outside of them (imported, or of a clock far off) live in the default partitions.
 */
export async function ensurePartitions(database: Database, nowMs: number, days = 3): Promise<void> {
  const today = Math.floor(nowMs / DAY_MS);
  for (let day = today; day <= today + days; day++) {
    for (const [table, options] of Object.entries(PARTITIONED)) {
      await ensurePartition(database, table, day, options);
    }
  }
}

async function ensurePartition(database: Database, table: string, day: number, options: string): Promise<void> {
  const name = partitionOf(table, day);
  const known = await database.$queryRaw<[{ exists: boolean }]>`select to_regclass(${name}) is not null as exists`;
  if (known[0].exists) return;
  await transact(database, async (tx) => {
    // `if not exists` alone fails for the slower of two that create one table at once.
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtext(${table}))`;
    await tx.$executeRawUnsafe(
      `create table if not exists ${name} partition of ${table}
       for values from ('${firstIdOf(day)}') to ('${firstIdOf(day + 1)}') ${options}`,
    );
  });
}

/** A day that has partitions of its own, and the ids that lie in it: from `firstId` up to, but without, `endId`. */
export interface PartitionedDay {
  readonly day: number;
  readonly firstId: string;
  readonly endId: string;
}

/** The days that lie before `beforeMs` as a whole and have partitions, oldest first. */
export async function partitionedDays(database: Database, beforeMs: number): Promise<PartitionedDay[]> {
  const rows = await database.$queryRaw<{ name: string }[]>`
    select distinct right(c.relname, 8) as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = any(${Object.keys(PARTITIONED)}::regclass[]) and c.relname ~ '_[0-9]{8}$' order by 1`;
  return rows
    .map(({ name }) => Date.parse(name.replace(/(\d{4})(\d\d)(\d\d)/, '$1-$2-$3')) / DAY_MS)
    .filter((day) => (day + 1) * DAY_MS <= beforeMs)
    .map((day) => ({ day, firstId: firstIdOf(day), endId: firstIdOf(day + 1) }));
}

/** How long whoever reads or writes jobs may have to wait behind us for a table. */
const LOCK_WITHIN = '500ms';

/**
 * Removes everything that is kept of a day's jobs but the rows of the jobs themselves.
 * @throws where somebody has been using a table for too long: another time will do
 */
export async function dropPartitions(database: Database, { day }: PartitionedDay): Promise<void> {
  for (const table of Object.keys(PARTITIONED)) {
    await transact(database, async (tx) => {
      await tx.$executeRawUnsafe(`set local lock_timeout = '${LOCK_WITHIN}'`);
      await tx.$executeRawUnsafe(`drop table if exists ${partitionOf(table, day)}`);
    });
  }
}

const partitionOf = (table: string, day: number): string =>
  `${table}_${new Date(day * DAY_MS).toISOString().slice(0, 10).replaceAll('-', '')}`;

const firstIdOf = (day: number): string => firstIdAt(day * DAY_MS);

/** What ids of a millisecond since 1970 begin with, which is smaller than all of them: a UUIDv7 has it as 12 hex digits. */
export const firstIdAt = (ms: number): string => ms.toString(16).padStart(12, '0');
