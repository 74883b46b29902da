/** What repeated measurements of one thing come to. */
export interface Summary {
  readonly median: number;
  /** The middle half lies between these. */
  readonly low: number;
  readonly high: number;
  readonly count: number;
}

/** @throws Error without values */
export function summarize(values: readonly number[]): Summary {
  return {
    median: percentile(values, 50),
    low: percentile(values, 25),
    high: percentile(values, 75),
    count: values.length,
  };
}

export const median = (values: readonly number[]): number => percentile(values, 50);

/**
 * The value below which `percent` of all lie, from 0 to 100; between two values their distance is divided.
 * @throws Error without values
 */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = ((sorted.length - 1) * percent) / 100;
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  if (below === undefined || above === undefined) throw new Error('nothing was measured');
  return below + (above - below) * (place - Math.floor(place));
}

/** How much worse a later value is than the best before it, at worst; 1 or less where the values only fall. */
export function worstRise(values: readonly number[]): number {
  let best = Infinity;
  let worst = 0;
  for (const value of values) {
    if (best < Infinity) worst = Math.max(worst, value / best);
    best = Math.min(best, value);
  }
  return worst;
}
