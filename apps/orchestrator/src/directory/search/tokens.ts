import { MANY, ONE, type Pattern, patternOf, textPattern, type Unit } from './pattern.ts';
import type { Range } from './query.ts';

export type Token =
  | { readonly kind: '(' | ')' | 'and' | 'or' | 'not' | '+'; readonly at: number }
  /** `name:`, right before what its value has to be. */
  | { readonly kind: 'field'; readonly field: Pattern; readonly at: number }
  | { readonly kind: 'value'; readonly value: Pattern | Range; readonly at: number };

/** Text that is no query. `message` says what is wrong, and where: characters count from 1. */
export class BadQuery extends Error {
  override name = 'BadQuery';
  constructor(what: string, at: number) {
    super(`${what} at character ${at + 1}`);
  }
}

const SPACE = /\s/;
const RANGE = /([[{])\s*(\S+)\s+TO\s+([^\s\]}]+)\s*([\]}])/y;
/** What ends a word that is not quoted. A colon does so only after a field's name. */
const END_OF_WORD = /[\s()"]/;
const WORDS: Readonly<Record<string, 'and' | 'or' | 'not'>> = { AND: 'and', OR: 'or', NOT: 'not' };
const SIGNS: Readonly<Record<string, 'and' | 'or' | 'not' | '+' | '(' | ')'>> = {
  '&&': 'and',
  '||': 'or',
  '!': 'not',
  '-': 'not',
  '+': '+',
  '(': '(',
  ')': ')',
};

/** Cuts a query into its parts. @throws BadQuery */
export function tokens(text: string): Token[] {
  const found: Token[] = [];
  let at = 0;
  while (at < text.length) {
    if (SPACE.test(text.charAt(at))) at += 1;
    else {
      const { token, end } = tokenAt(text, at, found.at(-1)?.kind === 'field');
      found.push(token);
      at = end;
    }
  }
  return found;
}

interface Cut {
  readonly token: Token;
  readonly end: number;
}

function tokenAt(text: string, at: number, isValue: boolean): Cut {
  const sign = [text.slice(at, at + 2), text.charAt(at)].find((candidate) => Object.hasOwn(SIGNS, candidate));
  const kind = sign === undefined ? undefined : SIGNS[sign];
  // After a field's name a sign is part of the value: `temperature:-3`.
  if (sign !== undefined && kind !== undefined && (!isValue || kind === '(' || kind === ')')) {
    return { token: { kind, at }, end: at + sign.length };
  }
  if (text.charAt(at) === '"') return quoted(text, at);
  if (isValue && /[[{]/.test(text.charAt(at))) return range(text, at);
  return word(text, at, isValue);
}

function quoted(text: string, start: number): Cut {
  let value = '';
  for (let at = start + 1; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === '"') return { token: { kind: 'value', value: textPattern(value), at: start }, end: at + 1 };
    if (char === '\\') at += 1;
    value += text.charAt(at);
  }
  throw new BadQuery('a quote is never closed; it begins', start);
}

function range(text: string, at: number): Cut {
  RANGE.lastIndex = at;
  const [whole, open, from, to, close] = RANGE.exec(text) ?? [];
  if (whole === undefined) throw new BadQuery('expected a range such as [1 TO 5] or {a TO *}', at);
  const bound = (written: string | undefined): string | undefined => (written === '*' ? undefined : written);
  const value = {
    kind: 'range',
    from: bound(from),
    to: bound(to),
    withFrom: open === '[',
    withTo: close === ']',
  } as const;
  return { token: { kind: 'value', value, at }, end: at + whole.length };
}

function word(text: string, start: number, isValue: boolean): Cut {
  const units: Unit[] = [];
  let at = start;
  for (; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (END_OF_WORD.test(char)) break;
    if (char === ':' && !isValue) return field(units, start, at);
    if (char === '~' || char === '^')
      throw new BadQuery(`'${char}' is not supported; put \\ before it to search for it`, at);
    if (char === '\\') units.push(escaped(text, (at += 1)));
    else units.push(char === '*' ? MANY : char === '?' ? ONE : char);
  }
  const operator = Object.hasOwn(WORDS, text.slice(start, at)) && !isValue ? WORDS[text.slice(start, at)] : undefined;
  const token: Token =
    operator === undefined ? { kind: 'value', value: patternOf(units), at: start } : { kind: operator, at: start };
  return { token, end: at };
}

function field(units: readonly Unit[], start: number, colon: number): Cut {
  if (units.length === 0) throw new BadQuery("expected a field's name before the colon", colon);
  return { token: { kind: 'field', field: patternOf(units), at: start }, end: colon + 1 };
}

function escaped(text: string, at: number): string {
  if (at >= text.length) throw new BadQuery('nothing follows the last \\', at - 1);
  return text.charAt(at);
}
