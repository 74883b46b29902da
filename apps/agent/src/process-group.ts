import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

const GRACE_MS = 3_000;
const GONE_WITHIN_MS = 5_000;
const LOOK_EVERY_MS = 50;

/**
 * Ends a process and everything it started, as far as it stayed in the process group: TERM, three seconds, KILL.
 * Resolves when nothing of the group is left, or after five more seconds: a process may be stuck in the kernel.
 */
export async function endGroup(groupId: number): Promise<void> {
  if (!signal(groupId, 'SIGTERM')) return;
  if (await isGoneWithin(groupId, GRACE_MS)) return;
  signal(groupId, 'SIGKILL');
  await isGoneWithin(groupId, GONE_WITHIN_MS);
}

async function isGoneWithin(groupId: number, ms: number): Promise<boolean> {
  for (const until = Date.now() + ms; Date.now() < until; await wait(LOOK_EVERY_MS)) {
    if (!signal(groupId, 0) || !hasLivingMember(groupId)) return true;
  }
  return false;
}

/** @returns whether anybody was there to get it. */
function signal(groupId: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-groupId, name);
  } catch (error) {
    // EPERM: members that took another user's id are there, though out of our reach.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * Dead processes that nobody has taken notice of still take signals, and in a container whose first process does not
 * reap orphans they stay for ever. Where there is no /proc, a group that takes signals counts as alive.
 */
function hasLivingMember(groupId: number): boolean {
  try {
    return readdirSync('/proc').some((name) => /^\d+$/.test(name) && isLivingMember(name, groupId));
  } catch {
    return true;
  }
}

function isLivingMember(pid: string, groupId: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // After the name, which may hold anything: state, parent, process group.
    const [state, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(group) === groupId && state !== 'Z' && state !== 'X';
  } catch {
    return false; // it went away meanwhile
  }
}
