import { type Attributes, isObject, mergedAttributes, type NodeJson } from './attributes.ts';

/** The names of an answer, and where in a node each is found. */
export type Selection = Readonly<Record<string, readonly string[]>>;

/** What partial search answers with instead of a node: null where there is nothing at a path. */
export function selected(node: NodeJson, selection: Selection): Attributes {
  // What a node says of itself goes before an attribute of that name.
  const root = { ...mergedAttributes(node), ...node };
  return Object.fromEntries(Object.entries(selection).map(([name, path]) => [name, at(root, path)]));
}

function at(root: Attributes, path: readonly string[]): unknown {
  let found: unknown = root;
  for (const name of path) found = isObject(found) && Object.hasOwn(found, name) ? found[name] : null;
  return found;
}
