import { z } from 'zod';
import { Name } from './bodies.ts';

/** Deeper than any attribute of a real node; what walks through one need not fear for its stack. */
const MAX_DEPTH = 100;

const text = (pattern: RegExp, expected: string) =>
  z.string({ error: `expected ${expected}` }).regex(pattern, { error: `expected ${expected}` });

const environment = text(/^[\w-]{1,255}$/, "an environment's name: letters, digits, '-' and '_'");
const policy = text(/^[\w.:-]{1,255}$/, "letters, digits, '-', '_', '.' and ':', at most 255");
const runListItem = text(
  /^(?:(?:recipe|role)\[[\w.:@-]+\]|[\w.:@-]+)$/,
  "items such as 'recipe[nginx::default]' or 'role[web]'",
);
/** Passed on by reference: a copy would lose keys such as `__proto__`. */
const attributes = z
  .custom<object>((value) => typeof value === 'object' && value !== null && !Array.isArray(value), {
    error: 'expected a JSON object',
  })
  .refine((value) => isAtMost(MAX_DEPTH, value), { error: `expected at most ${MAX_DEPTH} levels` })
  .default({});

/** A node object, in the order in which Chef shows it. What is left out becomes what Chef makes of it. */
export const NodeBody = z.strictObject({
  name: Name.node.optional(),
  chef_environment: environment.default('_default'),
  json_class: z.literal('Chef::Node').default('Chef::Node'),
  chef_type: z.literal('node').default('node'),
  run_list: z
    .array(runListItem, { error: 'expected a list' })
    .default([])
    .transform((items) => [...new Set(items.map((item) => (item.endsWith(']') ? item : `recipe[${item}]`)))]),
  automatic: attributes,
  normal: attributes,
  default: attributes,
  override: attributes,
  /** Sent by stock clients, and of no meaning to any server. */
  overrides: z.unknown().optional(),
  policy_name: policy.nullish(),
  policy_group: policy.nullish(),
});

/** The JSON text of a node, as it is kept and shown. */
export function nodeText(name: string, node: z.output<typeof NodeBody>): string {
  const { name: _name, overrides: _, policy_name, policy_group, ...rest } = node;
  const policies = { ...(policy_name ? { policy_name } : {}), ...(policy_group ? { policy_group } : {}) };
  return JSON.stringify({ name, ...rest, ...policies });
}

/** Goes through a value level by level, and not deeper than need be. */
function isAtMost(depth: number, value: unknown): boolean {
  let level: readonly unknown[] = [value];
  for (let i = 0; i <= depth && level.length > 0; i += 1) level = level.flatMap(valuesIn);
  return level.length === 0;
}

const valuesIn = (value: unknown): unknown[] =>
  typeof value === 'object' && value !== null ? Object.values<unknown>({ ...value }) : [];
