import type { History, Violation, VitalSign } from '../history.ts';
import { TENANTS } from '../tenants.ts';

/** A process that has lived for less says nothing about growth: it is still filling its caches. */
const LONG_ENOUGH_MS = 90_000;
const MIB = 2 ** 20;

/** What stays after collection may grow by so much between the second and the last third of a process's life. */
const MEMORY = { factor: 1.15, slack: 25 * MIB };
/** Clients keep connections for a while, more of them where answers were slow. */
const DESCRIPTORS = { factor: 1.5, slack: 60 };
/** A broker comes to hold all nodes of the other, each with two connections. */
const DESCRIPTORS_OF_NODES = 2 * TENANTS.reduce((sum, { nodes }) => sum + nodes.length, 0);

/** Memory and open descriptors are flat, and nothing ends by itself. */
export function vitals(history: Pick<History, 'vitals' | 'unaskedEnds'>): Violation[] {
  const ends = history.unaskedEnds.map(({ process, atMs }) => ({
    promise: 'services live through faults',
    what: `${process} ended by itself`,
    atMs,
  }));
  return [...ends, ...lives(history.vitals).flatMap(growth)];
}

function lives(signs: readonly VitalSign[]): VitalSign[][] {
  const byLife = new Map<string, VitalSign[]>();
  for (const sign of signs) {
    const key = `${sign.process} ${sign.life}`;
    byLife.set(key, [...(byLife.get(key) ?? []), sign]);
  }
  return [...byLife.values()];
}

function growth(signs: readonly VitalSign[]): Violation[] {
  const [first, last] = [signs[0], signs.at(-1)];
  if (first === undefined || last === undefined || last.atMs - first.atMs < LONG_ENOUGH_MS) return [];
  const third = (last.atMs - first.atMs) / 3;
  const middle = signs.filter(({ atMs }) => atMs >= first.atMs + third && atMs < last.atMs - third);
  const end = signs.filter(({ atMs }) => atMs >= last.atMs - third);
  const grew = (of: (sign: VitalSign) => number, { factor, slack }: typeof MEMORY): [number, number] | undefined => {
    const [before, after] = [Math.min(...middle.map(of)), Math.min(...end.map(of))];
    return after > before * factor + slack ? [before, after] : undefined;
  };
  const memory = grew(({ residentBytes }) => residentBytes, MEMORY);
  const ofNodes = first.process.startsWith('broker') ? DESCRIPTORS_OF_NODES : 0;
  const descriptors = grew(({ descriptors }) => descriptors, { ...DESCRIPTORS, slack: DESCRIPTORS.slack + ofNodes });
  const promise = 'memory and descriptors are flat';
  const mib = (bytes: number): string => `${Math.round(bytes / MIB)} MiB`;
  return [
    ...(memory ? [{ promise, what: `${first.process} went from ${mib(memory[0])} to ${mib(memory[1])}` }] : []),
    ...(descriptors
      ? [{ promise, what: `${first.process} went from ${descriptors[0]} to ${descriptors[1]} descriptors` }]
      : []),
  ];
}
