import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasDuplicateKey } from './duplicate-keys.ts';

describe('a duplicate key', () => {
  it.each([
    ['{"env":{"A":"1","A":"2"}}', true],
    ['{"env":{"A":"1","\\u0041":"2"}}', true],
    ['{ "env" : {"A" : "1" , "B":"2",\n"A"\t: "3"} }', true],
    ['{"\\u0065nv":{"A":"1","A":"2"}}', true],
    ['{"env":{},"env":{}}', true],
    ['{"env":{"A":"1","a":"2"}}', false],
    ['{"env":{"A":"A","B":"A"}}', false],
    ['{"command":"{\\"env\\":{\\"A\\":1,\\"A\\":2}}"}', false],
    ['{"file":"x\\\\","env":{"\\\\":"1","\\"":"2"}}', false],
    ['{"other":{"A":"1","A":"2"},"env":{"A":"1"}}', false],
    ['{"other":{"env":{"A":"1","A":"2"}}}', false],
    ['{"env":[{"A":1},{"A":1}],"x":[{"A":1,"A":2}]}', false],
    ['["env",{"A":1,"A":2}]', false],
    ['"env"', false],
  ])('in the environment of %s: %s', (json, expected) => {
    expect(() => void JSON.parse(json)).not.toThrow();
    expect(hasDuplicateKey(json, 'env')).toBe(expected);
  });

  it('is found exactly if two keys of the environment are the same, however they are written', () => {
    const key = fc.constantFrom('A', 'B', 'env', '"', '\\', ':', '{', '', 'é', '\u{1f600}', '__proto__');
    const pair = fc.tuple(key, fc.boolean(), fc.json());
    fc.assert(
      fc.property(fc.array(pair), fc.json(), fc.json(), (pairs, before, after) => {
        const members = pairs.map(([name, escaped, value]) => `${written(name, escaped)} :\n${value}`);
        const json = `{"a":${before},"env":{${members.join(', ')}},"z":${after}}`;
        const names = pairs.map(([name]) => name);
        expect(hasDuplicateKey(json, 'env')).toBe(new Set(names).size < names.length);
      }),
    );
  });
});

/** A JSON string, with every UTF-16 unit escaped where asked for. */
function written(text: string, escaped: boolean): string {
  if (!escaped) return JSON.stringify(text);
  const units = Array.from({ length: text.length }, (_, at) => text.charCodeAt(at).toString(16).padStart(4, '0'));
  return `"${units.map((unit) => `\\u${unit}`).join('')}"`;
}
