import { setTimeout as pause } from 'node:timers/promises';
import type { BareNodes } from '../floors/bare-nodes.ts';
import type { Figure } from '../figure.ts';
import type { InstalledNodes } from '../nodes/installed-nodes.ts';
import { observe } from '../observations.ts';
import { cpuSeconds } from '../processes.ts';

/** Processor time of the server process while every node beats once a second, in cores. */
export const heartbeats: Figure<BareNodes, InstalledNodes> = {
  name: 'heartbeats',
  title: 'heartbeats at 1 s from 5,000 nodes, in the broker',
  unit: 'cores',
  digits: 2,
  target: { under: 0.5 },
  floor: ({ router }, effort) => coresOf(router.pid, effort),
  measure: async (nodes, effort) => {
    const pid = nodes.installation.pid('broker');
    const all = effort.repetitions * effort.seconds * nodes.fleet.names.length; // one beat a second each
    const cores = await observe(
      nodes.installation,
      'heartbeats',
      () => coresOf(pid, effort),
      () => all,
    );
    await nodes.checkAvailable();
    return cores;
  },
};

async function coresOf(pid: number, { repetitions, seconds }: { repetitions: number; seconds: number }) {
  const cores: number[] = [];
  for (let i = 0; i < repetitions; i++) {
    const [cpuBefore, startedMs] = [cpuSeconds(pid), performance.now()];
    await pause(seconds * 1000);
    cores.push((cpuSeconds(pid) - cpuBefore) / ((performance.now() - startedMs) / 1000));
  }
  return cores;
}
