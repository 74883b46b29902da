import { freePorts, startPostgres } from '@push-jobs/local';
import { migrate } from '@push-jobs/db';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** URL of a database from which tests are cloned. */
    templateUrl: string;
  }
}

/** One Postgres for the run; every test clones the migrated template. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dir = mkdtempSync(path.join(tmpdir(), 'push-jobs-test-'));
  const [port = 0] = await freePorts(1);
  const postgres = await startPostgres({ dir, port, fsync: false });
  const templateUrl = databaseUrl(postgres.url, 'test_template');
  const admin = new Client({ connectionString: postgres.url });
  await admin.connect();
  await admin.query('create database test_template');
  await admin.end();
  await migrate(templateUrl);
  project.provide('templateUrl', templateUrl);
  return async () => {
    await postgres.stop();
    rmSync(dir, { recursive: true, force: true });
  };
}

const databaseUrl = (url: string, name: string): string => Object.assign(new URL(url), { pathname: `/${name}` }).href;
