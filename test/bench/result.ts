import type { FigureSpec, Target } from './figure.ts';
import { type Summary, summarize } from './statistics.ts';

/** A figure after its measurement. */
export interface Result {
  readonly spec: FigureSpec;
  /** Undefined where it could not be measured. */
  readonly value: Summary | undefined;
  /** Undefined where bare libraries do nothing like it. */
  readonly floor: Summary | undefined;
  /** Value to floor. */
  readonly ratio: number | undefined;
  /** In the figure's unit; undefined where it hangs on a floor that is missing. */
  readonly target: number | undefined;
  readonly met: boolean;
}

export function resultOf(spec: FigureSpec, values: readonly number[], floors: readonly number[]): Result {
  const value = values.length > 0 ? summarize(values) : undefined;
  const floor = floors.length > 0 ? summarize(floors) : undefined;
  const target = targetValue(spec.target, floor?.median);
  const ratio = value !== undefined && floor !== undefined ? value.median / floor.median : undefined;
  const met = value !== undefined && target !== undefined && isMet(spec.target, value.median, target);
  return { spec, value, floor, ratio, target, met };
}

function targetValue(target: Target, floor: number | undefined): number | undefined {
  if ('under' in target) return target.under;
  if ('atLeast' in target) return target.atLeast;
  const times = 'underTimesFloor' in target ? target.underTimesFloor : target.atLeastTimesFloor;
  return floor === undefined ? undefined : times * floor;
}

const isMet = (target: Target, value: number, bound: number): boolean =>
  'atLeast' in target || 'atLeastTimesFloor' in target ? value >= bound : value < bound;

/** A figure as machines read it. What was not measured is null. */
export interface JsonRow {
  readonly figure: string;
  readonly value: number | null;
  readonly unit: string;
  readonly floor: number | null;
  readonly ratio: number | null;
  readonly target: number | null;
  readonly met: boolean;
}

export function jsonRow({ spec, value, floor, ratio, target, met }: Result): JsonRow {
  return {
    figure: spec.name,
    value: rounded(value?.median, spec.digits),
    unit: spec.unit,
    floor: rounded(floor?.median, spec.digits),
    ratio: rounded(ratio, 2),
    target: rounded(target, spec.digits),
    met,
  };
}

function rounded(value: number | undefined, digits: number): number | null {
  return value === undefined ? null : Number(value.toFixed(digits));
}
