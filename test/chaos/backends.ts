import { type Postgres, type RedisServer, startPostgres, startRedis } from '@push-jobs/local';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const PATIENCE_MS = 30_000;

/** A Postgres that can be killed and comes back on the same port with what it had. */
export class PostgresServer {
  private server: Postgres | undefined;

  constructor(
    private readonly dir: string,
    readonly port: number,
  ) {}

  async start(): Promise<string> {
    // Without fsync: only a power cut would lose what a killed server had written.
    this.server = await persistently(() => startPostgres({ dir: this.dir, port: this.port, fsync: false }));
    return this.server.url;
  }

  /** SIGINT ends it in order, SIGQUIT at once, SIGKILL without a word to its own children. */
  async end(signal: NodeJS.Signals): Promise<void> {
    await this.server?.stop(signal);
  }
}

/** A Redis that can be killed, emptied and paused. */
export class RedisBackend {
  private server: RedisServer | undefined;

  constructor(
    private readonly dir: string,
    readonly port: number,
  ) {}

  async start(): Promise<void> {
    this.server = await persistently(() => startRedis({ dir: this.dir, port: this.port, persistent: true }));
  }

  async end(signal: NodeJS.Signals): Promise<void> {
    await this.server?.stop(signal);
  }

  forget(): void {
    rmSync(path.join(this.dir, 'appendonlydir'), { recursive: true, force: true });
  }

  freeze(frozen: boolean): void {
    if (this.server !== undefined) process.kill(this.server.pid, frozen ? 'SIGSTOP' : 'SIGCONT');
  }
}

/** A killed server leaves things behind (shared memory, its port) that are gone a moment later. */
async function persistently<T>(start: () => Promise<T>): Promise<T> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await start();
    } catch (error) {
      if (Date.now() > end) throw error;
      await pause(200);
    }
  }
}
