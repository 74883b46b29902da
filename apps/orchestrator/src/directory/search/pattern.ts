/** Stands for any characters, none included. */
export const MANY = Symbol('*');
/** Stands for one character, whichever. */
export const ONE = Symbol('?');

/** A whole text, or one with gaps; in `units` each text is one character. */
export type Pattern =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'pattern'; readonly units: readonly Unit[] };

export type Unit = string | typeof MANY | typeof ONE;

export const textPattern = (text: string): Pattern => ({ kind: 'text', text });

/** `units` as they were written: characters, and what stands for others. */
export function patternOf(units: readonly Unit[]): Pattern {
  return units.every((unit) => typeof unit === 'string') ? textPattern(units.join('')) : { kind: 'pattern', units };
}

/** Whether the whole text is like this. Takes at most length times length steps, whatever the pattern. */
export function fits(pattern: Pattern, text: string): boolean {
  return pattern.kind === 'text' ? pattern.text === text : glob(pattern.units, [...text]);
}

/** Tries the shortest gap first, and on a mismatch widens only the last one: earlier ones need never be tried again. */
function glob(units: readonly Unit[], text: readonly string[]): boolean {
  let unit = 0;
  let at = 0;
  let gap: { readonly unit: number; at: number } | undefined;
  while (at < text.length) {
    const expected = units[unit];
    if (expected === MANY) {
      gap = { unit, at };
      unit += 1;
    } else if (expected === ONE || expected === text[at]) {
      unit += 1;
      at += 1;
    } else if (gap !== undefined) {
      gap.at += 1;
      unit = gap.unit + 1;
      at = gap.at;
    } else {
      return false;
    }
  }
  return units.slice(unit).every((rest) => rest === MANY);
}
