import type { Random } from './random.ts';

/** As much of JSON Schema as the document's request bodies use. */
export interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly minLength?: number;
  readonly pattern?: string;
  readonly maximum?: number;
  readonly examples?: readonly unknown[];
}

const TYPES = ['object', 'array', 'string', 'number', 'integer', 'boolean'];

/** Whether `sample` can read a schema: patterns, for one, it cannot follow without an example. */
export function canSample({ type = '', properties, pattern, items, additionalProperties, examples }: Schema): boolean {
  if (examples !== undefined) return true;
  const inner = [...Object.values(properties ?? {}), ...(items === undefined ? [] : [items])];
  const others = typeof additionalProperties === 'object' ? [additionalProperties] : [];
  const isOpen = type === 'object' && properties === undefined && others.length === 0;
  return TYPES.includes(type) && pattern === undefined && !isOpen && [...inner, ...others].every(canSample);
}

/**
 * A value that the schema accepts; where it shows examples, one of them.
 * @throws Error for a schema that this does not know how to read
 */
export function sample(schema: Schema, random: Random): unknown {
  if (schema.examples !== undefined) return random.pick(schema.examples);
  switch (schema.type) {
    case 'object':
      return sampleObject(schema, random);
    case 'array': {
      const length = (schema.minItems ?? 0) + random.below(4);
      return Array.from({ length }, () => sample(schema.items ?? { type: 'string' }, random));
    }
    case 'string':
      return (schema.minLength ?? 0) === 0 && random.chance(0.1) ? '' : random.word();
    case 'number':
    case 'integer':
      return random.below(Math.min(schema.maximum ?? 10_000, 10_000));
    case 'boolean':
      return random.chance(0.5);
    default:
      throw new Error(`no sample of ${JSON.stringify(schema)}`);
  }
}

function sampleObject({ properties = {}, required = [], additionalProperties }: Schema, random: Random): object {
  const chosen = Object.entries(properties).filter(([name]) => required.includes(name) || random.chance(0.4));
  const others =
    typeof additionalProperties === 'object' ? Array.from({ length: random.below(3) }, () => random.word(8)) : [];
  return Object.fromEntries([
    ...chosen.map(([name, schema]) => [name, sample(schema, random)] as const),
    ...others.map((name) => [name, sample(additionalProperties as Schema, random)] as const), // an object, or there are none
  ]);
}
