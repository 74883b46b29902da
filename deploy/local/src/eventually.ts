import { setTimeout as delay } from 'node:timers/promises';

/**
 * Waits for a condition in another process, which sends no event to wait for.
 * @param condition answers something truthy once it holds; what it throws ends the wait.
 * @throws Error naming `what` after `timeoutMs`.
 */
export async function eventually<T>(what: string, condition: () => Promise<T>, timeoutMs = 30_000): Promise<T> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const result = await condition();
    if (result) return result;
    if (Date.now() > end) throw new Error(`waited ${timeoutMs / 1000} s in vain until ${what}`);
    await delay(25);
  }
}
