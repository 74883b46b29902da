/** The parts of a node object that search looks at. */
export interface NodeJson {
  readonly name: string;
  readonly run_list: readonly string[];
  readonly [part: string]: unknown;
}

/** From weakest to strongest, as Chef ranks them. */
const LEVELS = ['default', 'normal', 'override', 'automatic'] as const;

export type Attributes = Readonly<Record<string, unknown>>;

/** What a node's attributes amount to. Objects are merged key by key; anything else is replaced by a stronger level. */
export function mergedAttributes(node: NodeJson): Attributes {
  return LEVELS.map((level) => node[level])
    .filter(isObject)
    .reduce<Attributes>(merged, {});
}

function merged(weak: Attributes, strong: Attributes): Attributes {
  const result = new Map(Object.entries(weak));
  for (const [name, value] of Object.entries(strong)) {
    const under = result.get(name);
    result.set(name, isObject(under) && isObject(value) ? merged(under, value) : value);
  }
  return Object.fromEntries(result);
}

export const isObject = (value: unknown): value is Attributes =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
