import type { Random } from './random.ts';

/** Values that belong nowhere, and names and numbers at the edge of what something can hold. */
const STRANGE_VALUES: readonly unknown[] = [
  ...[null, true, false, 0, -1, 0.5, 1.5, -0, 2 ** 31, 2 ** 32, 2 ** 53, 2 ** 63, 1e21, 1e308, -1e308, 5e-324],
  ...[
    '',
    ' ',
    '\0',
    'a\0b',
    '\ud800',
    '\uffff',
    '\u202e',
    '../../etc/passwd',
    '%s%n',
    "'; --",
    '__proto__',
    'constructor',
  ],
  ...[
    'null',
    '1e5',
    'x'.repeat(256),
    'é'.repeat(3_000),
    'raw:',
    'base64:',
    'base64:%%%',
    'base64:AA\n==',
    'rAw:x',
    'raw:\0',
  ],
  ...[
    [],
    {},
    [[]],
    [null],
    [''],
    [1],
    ['a', 'a'],
    { a: null },
    { '': '' },
    { a: { b: [] } },
    { 'a\0': 'b' },
    { a: 'b\0' },
  ],
  ...[nested(100), Array.from({ length: 1_000 }, (_, i) => i), Array.from({ length: 500 }, (_, i) => `n${i}`)],
];

const STRANGE_KEYS = ['__proto__', 'constructor', 'toString', '', '\0', 'x'.repeat(500), 'Command', 'nodes ', 'é'];

function nested(depth: number): unknown {
  return depth === 0 ? null : [nested(depth - 1)];
}

/** The value with one thing in it replaced, taken away or added. */
export function mutatedJson(value: unknown, random: Random): unknown {
  if (typeof value !== 'object' || value === null || random.chance(0.05)) return random.pick(STRANGE_VALUES);
  if (Array.isArray(value)) return mutatedList(value, random);
  const entries: [string, unknown][] = Object.entries(value);
  const at = random.below(entries.length + 1);
  const [key, inner] = entries[at] ?? [random.chance(0.5) ? random.pick(STRANGE_KEYS) : random.word(), undefined];
  if (inner !== undefined && random.chance(0.2)) entries.splice(at, 1);
  else entries.splice(at, 1, [key, mutatedJson(inner, random)]);
  return Object.fromEntries(entries);
}

function mutatedList(list: readonly unknown[], random: Random): unknown[] {
  const at = random.below(list.length + 1);
  return [...list.slice(0, at), mutatedJson(list[at], random), ...list.slice(at + (random.chance(0.8) ? 1 : 0))];
}

/** A JSON text with something that no value can express, or that is no JSON any more. */
export function mutatedText(text: string, random: Random): Buffer {
  const at = random.below(text.length + 1);
  const spliced = (insert: string | Buffer, remove = 0) =>
    Buffer.concat([Buffer.from(text.slice(0, at)), Buffer.from(insert), Buffer.from(text.slice(at + remove))]);
  return random.pick<() => Buffer>([
    () => spliced('', 1 + random.below(10)),
    () => Buffer.from(text.slice(0, at)),
    () => spliced(random.bytes(1 + random.below(8))),
    () =>
      spliced(
        random.pick(['\0', '\ufeff', '\\u0000', '\\ud800', '"', '{', '[', ',', '\\', '//', '1e999', '-']),
        random.below(2),
      ),
    () => Buffer.from(text.replace(/"(\w+)":/, '"$1":null,"$1":')),
    () => Buffer.from(text.replace(/:\d+/, ':1e9999')),
    () => Buffer.from(text.replace(/:\d+/, `:${'9'.repeat(400)}`)),
    () => Buffer.from(text.replace(/"[^"]*"\s*([,}])/, `${'['.repeat(20_000)}${']'.repeat(20_000)}$1`)),
    () => Buffer.from('['.repeat(100_000)),
    () => Buffer.from(`{"a":`.repeat(10_000)),
    () => Buffer.from(text, 'utf16le'),
    () => Buffer.from(`\ufeff${text}`),
    () => random.bytes(random.below(2_000)),
    () => Buffer.alloc(0),
  ])();
}
