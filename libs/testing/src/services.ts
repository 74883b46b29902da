import { type Database, openDatabase } from '@push-jobs/db';
import { freePorts, type RedisServer, startRedis } from '@push-jobs/local';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { inject } from 'vitest';

export interface TestDatabase extends AsyncDisposable {
  readonly url: string;
  readonly database: Database;
}

/** A private database with the current schema, cloned from the run's template. */
export async function testDatabase(): Promise<TestDatabase> {
  const template = new URL(inject('templateUrl'));
  const name = `test_${randomBytes(6).toString('hex')}`;
  const admin = new Client({ connectionString: Object.assign(new URL(template), { pathname: '/push_jobs' }).href });
  await admin.connect();
  // Cloning needs the template to itself: one test at a time.
  await admin.query('select pg_advisory_lock(1)');
  await admin.query(`create database ${name} template test_template`);
  await admin.end();
  const url = Object.assign(new URL(template), { pathname: `/${name}` }).href;
  const database = openDatabase({ url });
  return { url, database, [Symbol.asyncDispose]: () => database.$disconnect() };
}

export interface TestRedis extends AsyncDisposable {
  readonly url: string;
  stop(): Promise<void>;
  /** Starts it again on the same port, empty. */
  restart(): Promise<void>;
}

/** A private Redis, which the test may stop and start. */
export async function testRedis(): Promise<TestRedis> {
  const dir = mkdtempSync(path.join(tmpdir(), 'push-jobs-redis-'));
  const [port = 0] = await freePorts(1);
  let server: RedisServer = await startRedis({ dir, port });
  return {
    url: server.url,
    stop: () => server.stop('SIGKILL'),
    restart: async () => {
      await server.stop('SIGKILL');
      server = await startRedis({ dir, port });
    },
    [Symbol.asyncDispose]: async () => {
      await server.stop('SIGKILL');
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
