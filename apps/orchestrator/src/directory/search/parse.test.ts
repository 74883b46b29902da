import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fits, MANY, ONE, patternOf } from './pattern.ts';
import { fieldsOf } from './fields.ts';
import { matches } from './matches.ts';
import { MAX_QUERY_LENGTH, parseQuery } from './parse.ts';

const FIELDS = fieldsOf({ name: 'web-1', run_list: ['role[base]'], normal: { a: { b: 'c' } } });

/** Texts that look like queries, and some that do not. */
const queryish = fc
  .array(
    fc.oneof(
      fc.constantFrom('name', 'role', ':', '*', '?', '(', ')', '[', ']', '{', '}', '"', '\\', '-', '+', '!', '~', '^'),
      fc.constantFrom(' AND ', ' OR ', ' NOT ', ' TO ', '&&', '||', ' ', 'web', '1', '_'),
      fc.string({ maxLength: 4 }),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));

const word = fc.stringMatching(/^[a-z][a-z0-9_-]{0,8}$/).filter((text) => !['AND', 'OR', 'NOT'].includes(text));

describe('any text', () => {
  it('is either a query that can be put to a node, or refused with a sentence', () => {
    fc.assert(
      fc.property(fc.oneof(queryish, fc.string()), (text) => {
        const parsed = parseQuery(text);
        if (parsed.ok) expect(typeof matches(parsed.query, FIELDS)).toBe('boolean');
        else expect(parsed.error).toMatch(/\w/);
      }),
      { numRuns: 2_000 },
    );
  });

  it('finds what it names once everything special in it is escaped', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 20 }), (value) => {
        const escaped = [...value].map((char) => `\\${char}`).join('');
        const parsed = parseQuery(`a:${escaped}`);
        expect(parsed).toMatchObject({ ok: true });
        if (parsed.ok) expect(matches(parsed.query, new Map([['a', [value]]]))).toBe(true);
      }),
    );
  });

  it('means the opposite after NOT, and the same within parentheses', () => {
    fc.assert(
      fc.property(word, word, word, (field, value, other) => {
        const fields = new Map([[field, [other]]]);
        const decide = (text: string): boolean => {
          const parsed = parseQuery(text);
          if (!parsed.ok) throw new Error(parsed.error);
          return matches(parsed.query, fields);
        };
        expect(decide(`${field}:${value}`)).toBe(value === other);
        expect(decide(`NOT ${field}:${value}`)).toBe(value !== other);
        expect(decide(`((${field}:${value}))`)).toBe(value === other);
      }),
    );
  });
});

describe('a query that makes no sense is refused', () => {
  it.each([
    ['', 'expected a term such as name:web* at character 1'],
    ['name:', 'expected a value at character 6'],
    [':web', "expected a field's name before the colon at character 1"],
    ['(name:web', 'a parenthesis is never closed; it begins at character 1'],
    ['name:web)', "')' without '(' at character 9"],
    ['name:"web', 'a quote is never closed; it begins at character 6'],
    ['name:web AND', 'expected a term such as name:web* at character 13'],
    ['AND name:web', 'expected a term such as name:web* at character 1'],
    ['name:web OR OR role:x', 'expected a term such as name:web* at character 13'],
    ['NOT', 'expected a term such as name:web* at character 4'],
    ['()', 'expected a term such as name:web* at character 2'],
    ['n:[1 TO', 'expected a range such as [1 TO 5] or {a TO *} at character 3'],
    ['name:web~2', "'~' is not supported; put \\ before it to search for it at character 9"],
    ['name:web\\', 'nothing follows the last \\ at character 9'],
    [`${'('.repeat(51)}a${')'.repeat(51)}`, 'more than 50 parentheses within each other at character 51'],
    ['a'.repeat(MAX_QUERY_LENGTH + 1), `a query has at most ${MAX_QUERY_LENGTH} characters`],
  ])('%s', (text, error) => expect(parseQuery(text)).toEqual({ ok: false, error }));

  it('however many operators there are', () => {
    expect(parseQuery('NOT '.repeat(2_000))).toMatchObject({ ok: false });
    expect(parseQuery(`${'-'.repeat(8_000)}a:1`)).toMatchObject({ ok: true });
    expect(parseQuery('a '.repeat(4_000))).toMatchObject({ ok: true });
  });
});

describe('a pattern', () => {
  it('fits what a regular expression of the same meaning fits', () => {
    const unit = fc.constantFrom<string | typeof MANY | typeof ONE>('a', 'b', MANY, ONE);
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 8 }), fc.stringMatching(/^[ab]{0,10}$/), (units, text) => {
        const source = units.map((each) => (each === MANY ? '.*' : each === ONE ? '.' : String(each))).join('');
        expect(fits(patternOf(units), text)).toBe(new RegExp(`^${source}$`).test(text));
      }),
      { numRuns: 1_000 },
    );
  });

  it('is decided quickly even where there are many ways to try', () => {
    const many = Array.from({ length: 200 }, (_, i) => (i % 2 === 0 ? MANY : 'a'));
    expect(fits(patternOf([...many, 'b']), 'a'.repeat(20_000))).toBe(false);
  });
});
