import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** A user of this machine, as a process needs to know it. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  /** All groups, the primary one included. */
  readonly groups: readonly number[];
  readonly home: string;
}

/** Asks the system's name service, so that users from LDAP and the like are found too. Undefined: no such user. */
export async function findAccount(name: string): Promise<Account | undefined> {
  try {
    const [entry, groups] = await Promise.all([
      execute('getent', ['passwd', '--', name]),
      execute('id', ['-G', '--', name]),
    ]);
    return readAccount(name, entry.stdout, groups.stdout);
  } catch (error) {
    if (isAnswer(error)) return undefined;
    throw error;
  }
}

/** Both tools also take numbers for names: only the entry of that very name counts. */
function readAccount(name: string, entry: string, groups: string): Account | undefined {
  const [found, , uid, gid, , home = '/'] = entry.trim().split(':');
  if (found !== name) return undefined;
  return { name, uid: Number(uid), gid: Number(gid), groups: groups.trim().split(' ').map(Number), home };
}

/** The tool ran and said no, other than not running at all. */
const isAnswer = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'number';
