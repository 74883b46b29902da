import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const here = new URL('./', import.meta.url);
const text = (file: string): string => readFileSync(new URL(file, here), 'utf8');
const filesLike = (folder: string, name: RegExp): string[] =>
  readdirSync(new URL(folder, here))
    .filter((file) => name.test(file))
    .sort();

interface Row {
  readonly rule: string;
  readonly file: string;
  readonly test: string;
}

/** `| 1.1 | the rule in a few words | file | name of the test |` */
const rowsOf = (table: string): Row[] =>
  text(table)
    .split('\n')
    .filter((line) => /^\| \d/.test(line))
    .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim().replace(/^`|`$/g, '').replaceAll('\\|', '|')))
    .map(([, rule = '', , file = '', test = '']) => ({ rule, file, test }));

/**
 * Names of tests as they stand in the source: they begin with the number of a rule, or with a place for one where a
 * table of cases names it.
 */
const testsOf = (file: string): string[] =>
  [...text(file).matchAll(/\(\s*(['"`])((?:\d+\.\d+|%s|\$\w+) (?:(?!\1).)+)\1,/g)].map(([, , name = '']) => name);

/** One test may prove several rules, and then names them all. */
const proves = ({ rule, test }: Row): boolean => test.split(' ').includes(rule) || /^(%s|\$)/.test(test);

const rows = filesLike('coverage/', /^section-\d+\.md$/).flatMap((table) => rowsOf(`coverage/${table}`));
const files = filesLike('.', /^section-\d+-.*\.test\.ts$/);
const tests = files.flatMap((file) => testsOf(file).map((test) => `${file}: ${test}`));

describe('the coverage tables', () => {
  it('name tests that exist', () => {
    const named = rows.map(({ file, test }) => `${file}: ${test}`);
    expect(rows.length).toBeGreaterThan(100);
    expect(named.filter((name) => !tests.includes(name))).toEqual([]);
  });

  it('have a row for every conformance test', () => {
    const named = new Set(rows.map(({ file, test }) => `${file}: ${test}`));
    expect(tests.filter((name) => !named.has(name))).toEqual([]);
  });

  it('give a rule the number that its tests name', () => {
    expect(rows.filter((row) => !proves(row))).toEqual([]);
  });
});

describe('the conformance tests', () => {
  it.each(files)('begin with the number of a rule: %s', (file) => {
    const written = text(file).match(/^ +it(\.each|\.todo|\()/gm) ?? [];
    expect(testsOf(file)).toHaveLength(written.length);
  });
});
