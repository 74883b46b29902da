import { spawnSync } from 'node:child_process';
import { chownSync } from 'node:fs';

/** How to start a program that refuses to run as root. */
export interface Launch {
  command: string;
  args: string[];
  uid?: number;
  gid?: number;
}

const NOBODY = 65_534;

/**
 * As root, runs the program in a user namespace in which root has another number: it keeps access to root's files,
 * whatever the modes of the folders above. Where namespaces are forbidden (most containers), it runs as `nobody`, who
 * then owns `dataDir`. Anybody else runs it as it is.
 */
export function unprivileged(command: string, args: string[], dataDir: string): Launch {
  if (process.getuid?.() !== 0) return { command, args };
  const namespace = ['--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`];
  if (spawnSync('unshare', [...namespace, 'true']).status === 0) {
    return { command: 'unshare', args: [...namespace, '--', command, ...args] };
  }
  chownSync(dataDir, NOBODY, NOBODY);
  return { command, args, uid: NOBODY, gid: NOBODY };
}
