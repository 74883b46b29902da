import type { INestApplicationContext } from '@nestjs/common';
import { once } from 'node:events';
import type { Operations } from './operations.ts';
import { stopTracing } from './tracing/start.ts';

/**
 * Runs a started application until SIGTERM or SIGINT, then stops it: first it says that it is not ready, then Nest's
 * shutdown hooks run, newest first, then the operations port closes and the last spans leave.
 */
export async function runUntilStopped(app: INestApplicationContext, operations: Operations): Promise<void> {
  await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  operations.drain();
  await app.close();
  await operations.close();
  await stopTracing();
}

/** Ends the process with one readable message when an application cannot start. */
export function reportFatal(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
}
