import type { Target } from './figure.ts';
import type { Result } from './result.ts';
import type { Summary } from './statistics.ts';

const HEADINGS = ['figure', 'value', 'unit', 'bare floor', 'ratio', 'target', ''];
const NUMERIC = new Set([1, 3, 4]);

/** All results as one table: medians, with the middle half of what was measured behind them. */
export function table(results: readonly Result[]): string {
  const rows = [HEADINGS, ...results.map(cells)];
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const [head = '', ...lines] = rows.map((row) => line(row, widths));
  return [head, '-'.repeat(widths.reduce((sum, width) => sum + width + 2, -2)), ...lines].join('\n');
}

const line = (row: readonly string[], widths: readonly number[]): string =>
  row
    .map((cell, i) => (NUMERIC.has(i) ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
    .join('  ')
    .trimEnd();

function cells({ spec, value, floor, ratio, met }: Result): string[] {
  return [
    spec.title,
    spread(value, spec.digits),
    spec.unit,
    spread(floor, spec.digits),
    ratio === undefined ? '' : `${ratio.toFixed(2)}x`,
    targetText(spec.target, spec.digits),
    met ? 'met' : 'NOT MET',
  ];
}

function spread(summary: Summary | undefined, digits: number): string {
  if (summary === undefined) return '-';
  const text = (value: number): string => value.toFixed(digits);
  const around = summary.count > 1 ? ` (${text(summary.low)}-${text(summary.high)})` : '';
  return text(summary.median) + around;
}

function targetText(target: Target, digits: number): string {
  if ('under' in target) return `under ${target.under.toFixed(digits)}`;
  if ('atLeast' in target) return `at least ${target.atLeast.toFixed(digits)}`;
  if ('underTimesFloor' in target) return `under ${target.underTimesFloor}x floor`;
  return `at least ${target.atLeastTimesFloor}x floor`;
}
