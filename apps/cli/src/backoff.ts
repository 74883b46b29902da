const FIRST_MS = 500;
const LONGEST_MS = 10_000;

/** How long to wait before attempt `attempt` (1 is the first repetition), half of it by chance. `random` in [0, 1). */
export function backoffMs(attempt: number, random: number): number {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt - 1, 10));
  return full / 2 + (full / 2) * random;
}
