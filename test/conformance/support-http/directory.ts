import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { inject } from 'vitest';

const run = promisify(execFile);
const ADMIN = fileURLToPath(new URL('../../../apps/orchestrator/dist/admin.js', import.meta.url));

/** Runs the administration command on the installation under test; `file` is written and named as its last word. */
export async function administer(words: readonly string[], file: string): Promise<void> {
  const dir = await mkdtemp(path.join(tmpdir(), 'push-jobs-directory-'));
  try {
    const name = path.join(dir, 'given');
    await writeFile(name, file);
    const env = { ...process.env, DATABASE_URL: inject('installation').databaseUrl };
    await run(process.execPath, [ADMIN, ...words, name], { env });
  } finally {
    await rm(dir, { recursive: true });
  }
}
