/** `setTimeout` turns longer waits into none at all. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
const SPLAY = 0.1;

/**
 * How long a configuration is used: its lifetime less up to a tenth of it, so that nodes that came together do not stay
 * together. `random` is in [0, 1).
 */
export function renewAfterMs(lifetimeMs: number, random: number): number {
  return Math.min(LONGEST_TIMER_MS, lifetimeMs * (1 - SPLAY * random));
}
