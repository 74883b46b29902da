import { setTimeout as pause } from 'node:timers/promises';

/**
 * Works now, and again `everyMs` after each end, until `signal` aborts. A round that fails is told to `failed`, and the
 * next one comes as if nothing had happened.
 * @returns once the last round has ended.
 */
export async function rounds(
  everyMs: number,
  signal: AbortSignal,
  work: () => Promise<void>,
  failed: (error: unknown) => void,
): Promise<void> {
  while (!signal.aborted) {
    await work().catch(failed);
    await pause(everyMs, undefined, { signal }).catch(() => undefined); // aborted: the loop's condition ends it
  }
}
