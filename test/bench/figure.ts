/** A number that a figure has to be under, or has to reach, in the figure's unit. */
export type Target =
  | { readonly under: number }
  | { readonly atLeast: number }
  /** Relative to the floor of the same run. */
  | { readonly underTimesFloor: number }
  | { readonly atLeastTimesFloor: number };

/** One line of the table. */
export interface FigureSpec {
  /** Short, without blanks: `--only` takes it. */
  readonly name: string;
  /** What is measured, for people. */
  readonly title: string;
  readonly unit: string;
  readonly target: Target;
  /** Digits after the point. */
  readonly digits: number;
}

/** How long to measure. The sizes (nodes, watchers, events) are the same in a short run. */
export interface Effort {
  readonly repetitions: number;
  readonly seconds: number;
}

export const FULL: Effort = { repetitions: 5, seconds: 20 };
export const QUICK: Effort = { repetitions: 3, seconds: 5 };

/** Both measured by turns, so that a machine which gets faster or slower meanwhile favours neither. */
export interface Turns {
  readonly floors: readonly number[];
  readonly values: readonly number[];
}

/** Something measured on `Real`, beside the same thing done by bare libraries on `Bare`, if there is such a thing. */
export interface Figure<Bare, Real> extends FigureSpec {
  /** @returns one value per repetition */
  readonly floor?: (bare: Bare, effort: Effort) => Promise<readonly number[]>;
  /** A floor that needs what the installation has, such as its Postgres. @returns one value per repetition */
  readonly floorBeside?: (real: Real, effort: Effort) => Promise<readonly number[]>;
  /** @returns one value per repetition; with floors, a pair per turn */
  readonly measure: (real: Real, effort: Effort) => Promise<readonly number[] | Turns>;
}

/** Figures that are measured on the same processes. */
export interface Stage<Bare extends AsyncDisposable, Real extends AsyncDisposable> {
  readonly name: string;
  readonly figures: readonly Figure<Bare, Real>[];
  openBare(effort: Effort): Promise<Bare>;
  openReal(effort: Effort): Promise<Real>;
}
