import type { Effort, Figure } from '../figure.ts';
import type { InstalledArchive } from '../load/installed-archive.ts';
import type { Nothing } from '../nothing.ts';
import { jobsPerSecond } from './short-jobs.ts';

/** Short jobs while a million events expire; in place of bare libraries, the same on the same tables before that. */
export const retention: Figure<Nothing, InstalledArchive> = {
  name: 'retention',
  title: 'short jobs while 1,000,000 events expire (floor: before)',
  unit: 'jobs/s',
  digits: 0,
  target: { atLeastTimesFloor: 0.9 },
  floorBeside: ({ jobs }, effort) => repeat(effort, () => jobsPerSecond(jobs, effort.seconds)),
  measure: async (installed, effort) => {
    await installed.expire();
    return repeat(effort, () => whileExpiring(installed, effort.seconds));
  },
};

/** @throws Error where nothing expired meanwhile */
async function whileExpiring({ jobs, archive }: InstalledArchive, seconds: number): Promise<number> {
  const before = await archive.jobsLeft();
  const rate = await jobsPerSecond(jobs, seconds);
  const expired = before - (await archive.jobsLeft());
  if (expired === 0) throw new Error(`of ${before} jobs in the archive none expired`);
  return rate;
}

async function repeat({ repetitions }: Effort, measure: () => Promise<number>): Promise<number[]> {
  await measure(); // code is compiled, and connections are made
  const values: number[] = [];
  for (let i = 0; i < repetitions; i++) values.push(await measure());
  return values;
}
