/** What something costs whatever its size, and for each of what it is about. */
export interface Line {
  readonly fixed: number;
  readonly each: number;
}

export const at = ({ fixed, each }: Line, size: number): number => fixed + each * size;

/**
 * The line through points that comes nearest to them, where being off by a tenth counts the same for small and large
 * values. Nothing costs less than nothing: where the line would begin below zero it begins at zero.
 * @throws Error for fewer than two points
 */
export function lineThrough(points: readonly (readonly [size: number, value: number])[]): Line {
  if (points.length < 2) throw new Error('a line needs two points');
  const sums = { w: 0, wx: 0, wy: 0, wxx: 0, wxy: 0 };
  for (const [x, y] of points) {
    const w = 1 / (y * y);
    sums.w += w;
    sums.wx += w * x;
    sums.wy += w * y;
    sums.wxx += w * x * x;
    sums.wxy += w * x * y;
  }
  const each = (sums.w * sums.wxy - sums.wx * sums.wy) / (sums.w * sums.wxx - sums.wx * sums.wx);
  const fixed = (sums.wy - each * sums.wx) / sums.w;
  return fixed >= 0 ? { fixed, each } : { fixed: 0, each: sums.wxy / sums.wxx };
}
