import type { IncomingHttpHeaders } from 'node:http';
import { callerOrigin } from '../caller-address.ts';

/** The URI of something, for a caller who sent these headers: `link(headers, 'organizations', 'acme', 'nodes')`. */
export const link = (headers: IncomingHttpHeaders, ...segments: readonly string[]): string =>
  [callerOrigin(headers), ...segments.map(encodeURIComponent)].join('/');

/** How Chef lists things: each name with its URI, all below `segments`. */
export function linksByName(
  headers: IncomingHttpHeaders,
  names: readonly string[],
  ...segments: readonly string[]
): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, link(headers, ...segments, name)]));
}
