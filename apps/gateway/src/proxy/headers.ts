import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';

/** Headers that are about one connection, not about the request or answer on it (RFC 9110 sections 7.6.1 and 11.7). */
const OF_ONE_CONNECTION: ReadonlySet<string> = new Set([
  'connection',
  'expect',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** How the gateway calls itself to proxies on the way, and knows that a request has been here before. */
const PSEUDONYM = '1.1 push-jobs';

/** Where the body of a request ends (RFC 9112 section 6). */
export type Framing = 'none' | 'length' | 'chunked';

/** Undefined where two readers could disagree, and one of them take a part of the body for another request. */
export function framingOf(headers: IncomingHttpHeaders): Framing | undefined {
  const { 'content-length': length, 'transfer-encoding': coding } = headers;
  if (coding === undefined) return length === undefined ? 'none' : 'length';
  return length === undefined && coding.toLowerCase() === 'chunked' ? 'chunked' : undefined;
}

/** Whether the gateway has passed this request on already, and it came back. */
export function hasBeenHere({ via }: IncomingHttpHeaders): boolean {
  return (via ?? '').split(',').some((hop) => hop.trim() === PSEUDONYM);
}

/** The headers that go through a proxy: all but those of one connection, and those which the sender counts among them. */
export function endToEnd(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  const named = (headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase());
  const stays = ([name, value]: [string, unknown]): boolean =>
    value !== undefined && !OF_ONE_CONNECTION.has(name) && !named.includes(name);
  return Object.fromEntries(Object.entries(headers).filter(stays));
}

export interface Hop {
  /** The address of whoever sent the request to us; undefined where they are gone already. */
  readonly peer: string | undefined;
  readonly requestId: string;
  readonly framing: Framing;
}

/**
 * The headers with which a request is passed on: its own, framed as its body will be, and what the next server cannot
 * see by itself. What proxies in front of us said about the caller is kept.
 */
export function passedOn(headers: IncomingHttpHeaders, { peer, requestId, framing }: Hop): OutgoingHttpHeaders {
  const { 'content-length': length, ...own } = endToEnd(headers);
  const host = headers['x-forwarded-host'] ?? headers.host;
  return {
    ...own,
    ...(framing === 'length' ? { 'content-length': length } : {}),
    ...(framing === 'chunked' ? { 'transfer-encoding': 'chunked' } : {}),
    ...(host === undefined ? {} : { 'x-forwarded-host': host }),
    'x-forwarded-proto': headers['x-forwarded-proto'] ?? 'http',
    'x-forwarded-for': after(headers['x-forwarded-for'], peer ?? 'unknown'),
    'x-request-id': requestId,
    via: after(headers.via, PSEUDONYM),
  };
}

const after = (chain: string | string[] | undefined, next: string): string =>
  chain === undefined ? next : `${String(chain)}, ${next}`;
