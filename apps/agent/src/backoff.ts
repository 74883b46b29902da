const FIRST_MS = 1_000;
const LONGEST_MS = 30_000;

/**
 * How long to wait before attempt `attempt` (1 is the first repetition): it doubles up to half a minute, so that a node
 * is back soon after its server is, and half of it is random, so that many nodes do not come at once.
 * `random` is in [0, 1).
 */
export function backoffMs(attempt: number, random: number): number {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt - 1, 10));
  return full / 2 + (full / 2) * random;
}
