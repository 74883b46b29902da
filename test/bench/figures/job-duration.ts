import type { BareNodes } from '../floors/bare-nodes.ts';
import type { Figure } from '../figure.ts';
import type { InstalledNodes } from '../nodes/installed-nodes.ts';

/** POST to `job_complete` on idle nodes; the floor is the same commands and answers through a bare ROUTER. */
export const jobOn = (size: number, underSeconds: number): Figure<BareNodes, InstalledNodes> => ({
  name: `job-${size}`,
  title: `job on ${size.toLocaleString('en')} idle nodes, POST to job_complete`,
  unit: 's',
  digits: 2,
  target: { under: underSeconds },
  floor: async ({ router, fleet }, { repetitions }) => {
    const names = fleet.names.slice(0, size);
    await router.call('job', names); // code is compiled
    const seconds: number[] = [];
    for (let i = 0; i < repetitions; i++) seconds.push((await router.call('job', names)) / 1000);
    return seconds;
  },
  measure: async (nodes, { repetitions }) => {
    const seconds = await nodes.jobSeconds(size, repetitions);
    await nodes.checkAvailable();
    return seconds;
  },
});
