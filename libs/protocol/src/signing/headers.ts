import type { SigningVersion } from './canonical.ts';

/** How far a request's clock may be off, either way. */
export const MAX_CLOCK_SKEW_MS = 900_000;

const REQUIRED = ['X-Ops-Sign', 'X-Ops-UserId', 'X-Ops-Timestamp', 'X-Ops-Content-Hash'] as const;
const VERSION = /(?:^|;)\s*version\s*=\s*(1\.[0-3])\s*(?:;|$)/;
const ISO_UTC = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?Z$/;

/** What a request says about its signature. */
export interface SignedHeaders {
  readonly version: SigningVersion;
  readonly userId: string;
  /** As it stood in the header, since it is part of the signed text. */
  readonly timestamp: string;
  readonly contentHash: string;
  /** The lines of the base64 signature, joined; empty where there are none. */
  readonly signature: string;
  /** `0` where the header is absent. */
  readonly serverApiVersion: string;
}

/** The first thing that is wrong with the headers, in the order of the wire contract's table (section 1). */
export type HeaderProblem =
  | { readonly kind: 'missing_headers'; readonly names: string[] }
  | { readonly kind: 'unsupported_version' }
  | { readonly kind: 'bad_timestamp' }
  | { readonly kind: 'clock_skew'; readonly userId: string };

export type ReadHeaders =
  { readonly ok: true; readonly value: SignedHeaders } | { readonly ok: false; readonly problem: HeaderProblem };

/**
 * All checks of the headers that need neither the body nor a key. Header names count in any case; an empty value is a
 * missing one. Absent signature lines pass here: they are an invalid signature, not a missing header.
 */
export function readSignedHeaders(
  headers: Readonly<Record<string, string | string[] | undefined>>,
  nowMs: number,
): ReadHeaders {
  const ops = opsHeaders(headers);
  const text = (name: string): string => ops.get(name.toLowerCase()) ?? '';
  const names = REQUIRED.filter((name) => text(name) === '');
  if (names.length > 0) return refuse({ kind: 'missing_headers', names });
  const version = readVersion(text('X-Ops-Sign'));
  if (version === undefined) return refuse({ kind: 'unsupported_version' });
  const userId = text('X-Ops-UserId');
  const timestamp = text('X-Ops-Timestamp');
  const signedMs = parseIsoUtc(timestamp);
  if (signedMs === undefined) return refuse({ kind: 'bad_timestamp' });
  if (Math.abs(nowMs - signedMs) > MAX_CLOCK_SKEW_MS) return refuse({ kind: 'clock_skew', userId });
  const serverApiVersion = text('X-Ops-Server-API-Version') || '0';
  const value = { version, userId, timestamp, contentHash: text('X-Ops-Content-Hash'), serverApiVersion };
  return { ok: true, value: { ...value, signature: joinSignature(text) } };
}

const refuse = (problem: HeaderProblem): ReadHeaders => ({ ok: false, problem });

function opsHeaders(headers: Readonly<Record<string, string | string[] | undefined>>): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [name, value] of Object.entries(headers)) {
    const lower = name.toLowerCase();
    const text = Array.isArray(value) ? value[0] : value;
    if (lower.startsWith('x-ops-') && text !== undefined) found.set(lower, text.trim());
  }
  return found;
}

function readVersion(signHeader: string): SigningVersion | undefined {
  // The pattern admits these four versions and no other.
  return VERSION.exec(signHeader)?.[1] as SigningVersion | undefined;
}

/** `Date.parse` rolls February 31 over into March: what it read has to be what was written. */
function parseIsoUtc(text: string): number | undefined {
  const seconds = ISO_UTC.exec(text)?.[1];
  const ms = Date.parse(text);
  if (seconds === undefined || Number.isNaN(ms)) return undefined;
  return new Date(ms).toISOString().startsWith(seconds) ? ms : undefined;
}

function joinSignature(text: (name: string) => string): string {
  let signature = '';
  for (let number = 1; ; number += 1) {
    const line = text(`X-Ops-Authorization-${number}`);
    if (line === '') return signature;
    signature += line;
  }
}
