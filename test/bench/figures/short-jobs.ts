import type { Figure } from '../figure.ts';
import type { InstalledJobs } from '../load/installed-jobs.ts';
import type { Nothing } from '../nothing.ts';
import { observe } from '../observations.ts';

const IN_FLIGHT = 100;

/** One job after the other on each of a hundred nodes, from POST until its end is in the organization's feed. */
export const shortJobs: Figure<Nothing, InstalledJobs> = {
  name: 'short-jobs',
  title: 'short jobs on one node each, 100 in flight',
  unit: 'jobs/s',
  digits: 0,
  target: { atLeast: 400 },
  measure: async (jobs, { repetitions, seconds }) => {
    await jobsPerSecond(jobs, 1); // code is compiled
    const values: number[] = [];
    for (let i = 0; i < repetitions; i++) {
      const work = () => jobsPerSecond(jobs, seconds);
      values.push(await observe(jobs.nodes.installation, 'short jobs', work, (rate) => rate * seconds));
    }
    await jobs.nodes.checkAvailable();
    await checkSucceeded(jobs);
    return values;
  },
};

/** A hundred jobs at a time, for so long. */
export async function jobsPerSecond({ nodes, poster }: InstalledJobs, seconds: number): Promise<number> {
  const { completions, fleet } = nodes;
  const startedMs = performance.now();
  const endMs = startedMs + seconds * 1000;
  let count = 0;
  const keepBusy = async (node: string): Promise<void> => {
    const body = JSON.stringify({ command: 'uptime', nodes: [node] });
    for (; performance.now() < endMs; count++) {
      const { uri } = JSON.parse(await poster.call('send', body)) as { uri: string }; // wire contract section 3
      await completions.of(uri.slice(-32));
    }
  };
  await Promise.all(fleet.names.slice(0, IN_FLIGHT).map(keepBusy));
  return count / ((performance.now() - startedMs) / 1000);
}

/** @throws Error where a node of a job did not succeed */
async function checkSucceeded({ nodes }: InstalledJobs): Promise<void> {
  const others = `select status, count(*) from job_node where node like 'node-%' and status <> 'succeeded' group by 1`;
  const { rows } = await nodes.installation.inPostgres((postgres) => postgres.query(others));
  if (rows.length > 0) throw new Error(`not all nodes succeeded: ${JSON.stringify(rows)}`);
}
