import { mergedAttributes, type NodeJson } from './attributes.ts';

/** What a node can be found by: the values of each field. */
export type Fields = ReadonlyMap<string, readonly string[]>;

/**
 * A node as Chef's search sees it. An attribute is found by the names of all that it lies within, joined by `_`, and by
 * its own name; the names of what lies within it count as its values too, so that `addresses:10.0.0.1` finds an address
 * that is a name. The run list is found as `run_list`, `recipe`, `recipes`, `role` and `roles`.
 */
export function fieldsOf(node: NodeJson): Fields {
  const fields = new Map<string, string[]>();
  const add = (field: string, value: string): void => {
    const values = fields.get(field);
    if (values === undefined) fields.set(field, [value]);
    else values.push(value);
  };
  addAttribute(add, [], mergedAttributes(node));
  for (const [field, value] of Object.entries(node)) {
    if (typeof value === 'string') add(field, value);
  }
  for (const item of node.run_list) addRunListItem(add, item);
  return fields;
}

type Add = (field: string, value: string) => void;

function addAttribute(add: Add, path: readonly string[], value: unknown): void {
  if (Array.isArray(value)) {
    for (const item of value) addAttribute(add, path, item);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value)) {
      addValue(add, path, name);
      addAttribute(add, [...path, name], inner);
    }
  } else {
    addValue(add, path, String(value));
  }
}

function addValue(add: Add, path: readonly string[], value: string): void {
  const name = path.at(-1);
  if (name === undefined) return;
  add(path.join('_'), value);
  if (path.length > 1) add(name, value);
}

const RUN_LIST_ITEM = /^(recipe|role)\[(.*)\]$/;

function addRunListItem(add: Add, item: string): void {
  add('run_list', item);
  const [, kind = 'recipe', name = item] = RUN_LIST_ITEM.exec(item) ?? [];
  for (const spelling of kind === 'recipe' ? spellings(name) : [name]) {
    add(kind, spelling);
    add(`${kind}s`, spelling);
  }
}

/** A cookbook's name stands for its default recipe; a version may be pinned to either. */
function spellings(recipe: string): string[] {
  const [name = recipe] = recipe.split('@');
  const whole = name.includes('::') ? name : `${name}::default`;
  return [...new Set([recipe, name, whole, whole.replace(/::default$/, '')])];
}
