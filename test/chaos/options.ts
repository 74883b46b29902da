import { parseArgs } from 'node:util';

/** Bugs that can be planted into the services under test; each is a file in `planted/`. */
export const PLANTS = {
  'publish-before-commit': 'orchestrator',
  'forget-outbox': 'orchestrator',
  'ignore-last-event-id': 'feed',
} as const;
export type Plant = keyof typeof PLANTS;

export interface ChaosOptions {
  readonly minutes: number;
  readonly seed: number;
  readonly plant?: Plant;
  /** Keeps the state folder even where nothing was found. */
  readonly keep: boolean;
}

/** @throws Error that says what is wrong. */
export function parseOptions(args: string[], nowMs: number): ChaosOptions {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args,
    options: { minutes: text, seed: text, plant: text, keep: { type: 'boolean', default: false } },
  });
  const minutes = Number(values.minutes ?? '5');
  const seed = Number(values.seed ?? nowMs % 2 ** 31);
  if (!(minutes > 0)) throw new Error('--minutes takes a number above 0');
  if (!Number.isInteger(seed)) throw new Error('--seed takes a whole number');
  const { plant, keep } = values;
  if (plant === undefined) return { minutes, seed, keep };
  if (!isPlant(plant)) throw new Error(`--plant takes one of ${Object.keys(PLANTS).join(', ')}`);
  return { minutes, seed, keep, plant };
}

const isPlant = (name: string): name is Plant => Object.hasOwn(PLANTS, name);
