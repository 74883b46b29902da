import type { JsonRow } from '../bench/result.ts';
import type { Observation, Space } from '../bench/observations.ts';

/** What `npm run bench -- --out FILE` writes. */
export interface Measured {
  readonly figures: readonly JsonRow[];
  readonly spaces: readonly Space[];
  readonly observations: readonly Observation[];
}

/** Observations of one kind, and of one size where a size is given. @throws Error where there is none */
export function observed({ observations }: Measured, what: Observation['what'], size?: number): Observation[] {
  const found = observations.filter((one) => one.what === what && (size === undefined || one.size === size));
  if (found.length === 0) throw new Error(`nobody has measured ${what} of ${size ?? 'any size'}`);
  return found;
}
