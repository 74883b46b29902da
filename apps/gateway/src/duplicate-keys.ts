/**
 * Whether the object under the top-level key `name` has a key twice, or `name` itself is there twice. `JSON.parse` keeps
 * the last of them and says nothing. `json` has to be valid JSON.
 */
export function hasDuplicateKey(json: string, name: string): boolean {
  const seen = new Set<string>();
  let member: string | undefined; // of the outermost object: the one whose value is being read
  for (const { depth, key } of keysOf(json)) {
    if (depth === 1) member = key;
    if (member !== name || depth > 2) continue;
    const place = `${depth} ${key}`;
    if (seen.has(place)) return true;
    seen.add(place);
  }
  return false;
}

/** Every key of every object, with the number of brackets around it. */
function* keysOf(json: string): Generator<{ depth: number; key: string }> {
  let depth = 0;
  for (let at = 0; at < json.length; at += 1) {
    const character = json[at];
    if (character === '{' || character === '[') depth += 1;
    if (character === '}' || character === ']') depth -= 1;
    if (character !== '"') continue;
    const end = endOfString(json, at);
    // A quoted slice of valid JSON is a string; keys may be escaped (`"\u0061"` is `"a"`).
    if (isColonNext(json, end)) yield { depth, key: JSON.parse(json.slice(at, end)) as string };
    at = end - 1;
  }
}

function endOfString(json: string, start: number): number {
  let at = start + 1;
  while (json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
  return at + 1;
}

/** In valid JSON a string is a key exactly if a colon follows it. */
function isColonNext(json: string, from: number): boolean {
  const colon = /\s*:/y;
  colon.lastIndex = from;
  return colon.test(json);
}
