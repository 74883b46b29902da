import type { Figure } from '../figure.ts';
import type { InstalledArchive } from '../load/installed-archive.ts';
import type { Nothing } from '../nothing.ts';
import { progress } from '../progress.ts';
import { jobsPerSecond } from './short-jobs.ts';

/** The faster turns follow each other, the less of the machine's drift is between them. */
const TURNS_PER_REPETITION = 2;
/** An orchestrator that has just started is slow. */
const WARM_UP_SECONDS = 5;

/** Short jobs while a million events expire; in place of bare libraries, the same on the same tables while none does. */
export const retention: Figure<Nothing, InstalledArchive> = {
  name: 'retention',
  title: 'short jobs while 1,000,000 events expire (floor: none does)',
  unit: 'jobs/s',
  digits: 0,
  target: { atLeastTimesFloor: 0.9 },
  measure: async (installed, { repetitions, seconds }) => {
    await jobsPerSecond(installed.jobs, seconds); // code is compiled, and connections are made
    const turnSeconds = seconds / TURNS_PER_REPETITION;
    const floors: number[] = [];
    const values: number[] = [];
    for (let i = 0; i < repetitions * TURNS_PER_REPETITION; i++) {
      floors.push(await whileKept(installed, turnSeconds));
      values.push(await whileExpiring(installed, turnSeconds));
    }
    return { floors, values };
  },
};

/** @throws Error where something expired meanwhile */
async function whileKept(installed: InstalledArchive, seconds: number): Promise<number> {
  await installed.keep();
  const { rate, expired } = await jobsBesideExpiry(installed, seconds);
  if (expired > 0) throw new Error(`${expired} jobs of the archive expired although all are kept`);
  return rate;
}

/** @throws Error where nothing expired meanwhile */
async function whileExpiring(installed: InstalledArchive, seconds: number): Promise<number> {
  await installed.expire();
  const { rate, expired } = await jobsBesideExpiry(installed, seconds);
  if (expired === 0) throw new Error('no job of the archive expired');
  progress(`${(expired / seconds).toFixed(0)} jobs expired per second beside ${rate.toFixed(0)} that ran`);
  return rate;
}

async function jobsBesideExpiry({ jobs, archive }: InstalledArchive, seconds: number) {
  await jobsPerSecond(jobs, WARM_UP_SECONDS);
  const before = await archive.jobsLeft();
  const rate = await jobsPerSecond(jobs, seconds);
  return { rate, expired: before - (await archive.jobsLeft()) };
}
