import type { INestApplicationContext } from '@nestjs/common';
import { once } from 'node:events';
import type { Operations } from './operations.ts';
import { stopTracing } from './tracing/start.ts';

/** What is left of a stopped application gets so long to end by itself. */
const LEFTOVERS_MS = 1_000;

/**
 * Runs a started application until SIGTERM or SIGINT, then stops it: first it says that it is not ready, then Nest's
 * shutdown hooks run, newest first, then the operations port closes and the last spans leave. The process ends soon
 * after that, whatever is left.
 */
export async function runUntilStopped(app: INestApplicationContext, operations: Operations): Promise<void> {
  await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  operations.drain();
  await app.close();
  await operations.close();
  await stopTracing();
  endSoon();
}

/**
 * All work is done by now, but a closed gRPC channel finishes the connection that it is at: for minutes, where a pod's
 * address or a name is gone, and then the process would be killed at the end of its grace period.
 */
function endSoon(): void {
  // eslint-disable-next-line no-restricted-syntax -- here nothing is cut off: it is what comes after the end
  setTimeout(() => process.exit(), LEFTOVERS_MS).unref();
}

/** Ends the process with one readable message when an application cannot start. */
export function reportFatal(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
}
