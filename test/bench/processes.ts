import { readdirSync, readFileSync } from 'node:fs';

/** Of the kernel's clock that counts processor time; the same on every Linux of today. */
const TICKS_PER_SECOND = 100;

/** Processor time of a process so far, in seconds, all threads together. */
export const cpuSeconds = (pid: number): number => ticks(pid, 11) / TICKS_PER_SECOND;

/** The same of its children that have ended: Postgres works in children, and some come and go. */
export const cpuSecondsOfEndedChildren = (pid: number): number => ticks(pid, 13) / TICKS_PER_SECOND;

/** `field`: of the time in user mode; that in the kernel stands next. */
function ticks(pid: number, field: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The second field, a name in parentheses, may have blanks in it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(fields[field]) + Number(fields[field + 1]);
}

/** Resident memory of a process, in bytes, shared pages in parts. */
export function memoryBytes(pid: number): number {
  const line = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'));
  return Number(line?.[1]) * 1024;
}

export const openDescriptors = (pid: number): number => readdirSync(`/proc/${pid}/fd`).length;
