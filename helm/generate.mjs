// Makes the chart's values.schema.json and the list of values in its README from values.yaml.
// With --check it writes nothing and fails where they are stale.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { parse } from 'yaml';

const CHART = fileURLToPath(new URL('push-jobs/', import.meta.url));
const LIST = /(<!-- values -->\n)[^]*(<!-- end of values -->)/;

const QUANTITIES = { type: 'object', additionalProperties: { type: ['string', 'number'] } };
const RESOURCES = {
  type: 'object',
  additionalProperties: false,
  properties: { requests: QUANTITIES, limits: QUANTITIES },
};

const values = readFileSync(path.join(CHART, 'values.yaml'), 'utf8');
const notes = readNotes(values);
const defaults = parse(values);
const stale = [];

const readme = readFileSync(path.join(CHART, 'README.md'), 'utf8');
await save('values.schema.json', JSON.stringify(rootSchema()));
await save(
  'README.md',
  readme.replace(LIST, (_, begin, end) => `${begin}\n${list()}\n${end}`),
);
if (stale.length > 0) {
  process.stdout.write(`stale, run npm run gen:chart: ${stale.join(', ')}\n`);
  process.exitCode = 1;
}

async function save(name, text) {
  const file = path.join(CHART, name);
  const formatted = await format(text, { ...(await resolveConfig(file)), filepath: file });
  if (formatted === readFileSync(file, 'utf8')) return;
  if (process.argv.includes('--check')) stale.push(name);
  else writeFileSync(file, formatted);
}

/** What the comments of values.yaml say: path of a key -> { text, rules }. */
function readNotes(source) {
  const found = new Map();
  const parents = [];
  let text = '';
  for (const line of source.split('\n')) {
    const comment = /^ *# -- (.*)$/.exec(line)?.[1];
    const key = /^( *)(\w+):(?:.*?# @schema (.*))?/.exec(line);
    if (comment !== undefined) text = comment;
    if (comment !== undefined || key === null) continue;
    const [, indent = '', name, rules = ''] = key;
    parents.length = indent.length / 2;
    parents.push(name);
    found.set(parents.join('.'), { text, rules: readRules(rules) });
    text = '';
  }
  return found;
}

/** `minimum:1;enum:[a, b]` as an object. */
function readRules(rules) {
  const entries = rules.split(';').filter((rule) => rule !== '');
  return Object.fromEntries(
    entries.map((rule) => [rule.split(':', 1)[0].trim(), parse(rule.slice(rule.indexOf(':') + 1))]),
  );
}

function rootSchema() {
  const schema = objectSchema('', defaults);
  for (const removed of Object.keys(parse(readFileSync(path.join(CHART, 'removed.yaml'), 'utf8'))))
    admit(schema, removed);
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', title: 'Push Jobs', ...schema };
}

/** A removed value passes the schema, so that the chart itself can say what to do. */
function admit(schema, removed) {
  const keys = removed.split('.');
  const last = keys.pop();
  const parent = keys.reduce((within, key) => within.properties[key], schema);
  parent.properties[last] = { description: 'removed' };
}

function objectSchema(prefix, object) {
  const properties = Object.fromEntries(
    Object.entries(object).map(([key, value]) => [key, schemaOf(prefix === '' ? key : `${prefix}.${key}`, value)]),
  );
  return { type: 'object', additionalProperties: false, properties };
}

function schemaOf(key, value) {
  const note = notes.get(key);
  // What is no key of ours, such as an annotation, has no note.
  if (note === undefined) throw new Error(`values.yaml: ${key} is not understood`);
  const { type, extends: base, item, value: entries, ...rules } = note.rules;
  const described = note.text === '' ? {} : { description: note.text };
  if (type === 'resources') return { ...described, ...RESOURCES };
  if (entries !== undefined) return { ...described, type: 'object', additionalProperties: { type: entries } };
  if (item !== undefined) return { ...described, type: 'array', items: { type: item } };
  if (rules.enum !== undefined) return { ...described, ...rules };
  if (typeof value !== 'object') return { ...described, type: type ?? typeOf(value), ...rules };
  const own = objectSchema(key, value);
  const inherited = base === undefined ? {} : objectSchema(base, defaults[base]).properties;
  return { ...described, ...own, properties: { ...inherited, ...own.properties } };
}

function typeOf(value) {
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

/** Every value that has a text, with its default, under a heading for each block. */
function list() {
  let heading = '';
  return [...notes]
    .map(([key, { text }]) => {
      const block = key.split('.', 1)[0];
      const begin = block === heading ? '' : `\n### ${block}\n\n`;
      heading = block;
      const value = key.split('.').reduce((within, part) => within[part], defaults);
      const { rules } = notes.get(key);
      const isBlock = [...notes.keys()].some((other) => other.startsWith(`${key}.`)) && !rules.type && !rules.value;
      if (text === '') return begin;
      return begin + (isBlock ? `${text}\n\n` : `- \`${key}\`: ${text} Default \`${JSON.stringify(value)}\`\n`);
    })
    .join('');
}
