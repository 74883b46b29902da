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
  const name = `${table}_${new Date(day * DAY_MS).toISOString().slice(0, 10).replaceAll('-', '')}`;
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

/** The smallest id of a day: a UUIDv7 begins with its milliseconds as 12 hex digits. */
function firstIdOf(day: number): string {
  return (day * DAY_MS).toString(16).padStart(12, '0');
}
