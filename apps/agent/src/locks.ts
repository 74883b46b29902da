import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Where chef-client keeps its lock unless it was told otherwise. */
const CHEF_CLIENT_LOCK = '/var/chef/cache/chef-client-running.pid';
const HELD = 75;

/** Whether another process holds the lock of a rule. Node.js has no flock(2), so util-linux's `flock` is asked. */
export function isLockHeld(lock: true | string): Promise<boolean> {
  const file = lock === true ? CHEF_CLIENT_LOCK : lock;
  if (!existsSync(file)) return Promise.resolve(false);
  const args = ['--nonblock', '--exclusive', '--conflict-exit-code', String(HELD), file, 'true'];
  return new Promise((resolve, reject) => {
    execFile('flock', args, (error) => {
      if (error === null) resolve(false);
      else if (error.code === HELD) resolve(true);
      else reject(new Error(`cannot ask for the lock ${file}: ${error.message}`));
    });
  });
}
