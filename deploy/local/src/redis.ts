import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { Redis } from 'ioredis';
import { eventually } from './eventually.ts';

export interface RedisServer {
  readonly url: string;
  readonly pid: number;
  /** Ends the server, and waits for it. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

const PROGRAMS = ['redis-server', 'valkey-server'];

/** Starts a private Redis on loopback. `dir` holds its log and, where `persistent`, its data. */
export async function startRedis(options: { dir: string; port: number; persistent?: boolean }): Promise<RedisServer> {
  const { dir, port, persistent = false } = options;
  mkdirSync(dir, { recursive: true });
  const log = openSync(path.join(dir, 'log'), 'a');
  const durability = persistent ? ['--appendonly', 'yes'] : ['--save', '', '--appendonly', 'no'];
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', dir, ...durability];
  const server = spawn(redisProgram(), args, { stdio: ['ignore', log, log], detached: true });
  closeSync(log); // the server has its own
  const url = `redis://127.0.0.1:${port}`;
  await answering(server, url);
  return {
    url,
    pid: server.pid ?? 0,
    stop: async (signal = 'SIGTERM') => {
      if (server.exitCode !== null || server.signalCode !== null) return;
      const gone = once(server, 'exit');
      server.kill(signal);
      await gone;
    },
  };
}

/** Finds a Redis, or installs one where that is possible without questions. */
export function redisProgram(): string {
  const found = findProgram();
  if (found !== undefined) return found;
  const mayInstall = process.getuid?.() === 0 && runs('apt-get', ['--version']);
  if (mayInstall) {
    process.stdout.write('installing redis-server\n');
    spawnSync('apt-get', ['update'], { stdio: 'ignore' });
    spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'redis-server'], {
      stdio: 'ignore',
      // The package would start a server of its own, on the standard port.
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
    });
  }
  const installed = mayInstall ? findProgram() : undefined;
  if (installed === undefined)
    throw new Error(
      'no Redis here: install redis-server or valkey-server (for example `apt-get install redis-server` or `brew install redis`)',
    );
  return installed;
}

const findProgram = (): string | undefined => PROGRAMS.find((program) => runs(program, ['--version']));
const runs = (program: string, args: string[]): boolean => spawnSync(program, args, { stdio: 'ignore' }).status === 0;

async function answering(server: ChildProcess, url: string): Promise<void> {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => 25 });
  redis.on('error', () => undefined); // refused until it listens
  try {
    await eventually('Redis answers', async () => {
      if (server.exitCode !== null) throw new Error('Redis ended at once; is its port taken?');
      return redis.ping().catch(() => undefined);
    });
  } finally {
    redis.disconnect();
  }
}
