import { setTimeout as pause } from 'node:timers/promises';
import type { Outage } from './history.ts';

const EVERY_MS = 250;
/** Later than this: not we are slow, but the machine has too much to do for anybody to keep time. */
const LATE_MS = 1_000;
/** As long as callers of services wait for each other. */
const MARGIN_MS = 10_000;

/** Times in which the machine itself stood still: a slow machine is no fault of the services. */
export async function watchStalls(signal: AbortSignal): Promise<Outage[]> {
  const stalls: Outage[] = [];
  while (!signal.aborted) {
    const fromMs = Date.now();
    await pause(EVERY_MS, undefined, { signal }).catch(() => undefined);
    const lateMs = Date.now() - fromMs - EVERY_MS;
    if (lateMs > LATE_MS) {
      stalls.push({ fromMs, untilMs: Date.now() + MARGIN_MS, why: `the machine was late by ${lateMs} ms` });
    }
  }
  return stalls;
}
