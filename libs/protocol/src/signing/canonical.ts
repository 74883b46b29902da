import { createHash } from 'node:crypto';

/** The versions of Chef's request signing, wire contract section 1. */
export type SigningVersion = '1.0' | '1.1' | '1.2' | '1.3';

export type Digest = 'sha1' | 'sha256';

export const DIGEST_OF: Readonly<Record<SigningVersion, Digest>> = {
  '1.0': 'sha1',
  '1.1': 'sha1',
  '1.2': 'sha1',
  '1.3': 'sha256',
};

/** What a signature covers. `path` may carry a query string; `contentHash` is the body's, in base64. */
export interface SignedParts {
  readonly method: string;
  readonly path: string;
  readonly contentHash: string;
  readonly timestamp: string;
  readonly userId: string;
  readonly serverApiVersion: string;
}

/** The path as it is signed: no query string, runs of `/` folded to one, no `/` at the end unless it is all there is. */
export function canonicalPath(path: string): string {
  const query = path.indexOf('?');
  const folded = (query === -1 ? path : path.slice(0, query)).replace(/\/+/g, '/');
  return folded.length > 1 && folded.endsWith('/') ? folded.slice(0, -1) : folded;
}

/** Base64 digest of a body, as `X-Ops-Content-Hash` carries it. An empty body hashes too. */
export function contentHash(body: Buffer, version: SigningVersion): string {
  return digest(body, DIGEST_OF[version]);
}

/** The text that is signed: lines, no newline at the end (wire contract section 1). */
export function textToSign(parts: SignedParts, version: SigningVersion): string {
  const method = `Method:${parts.method.toUpperCase()}`;
  const path = canonicalPath(parts.path);
  const hash = `X-Ops-Content-Hash:${parts.contentHash}`;
  const timestamp = `X-Ops-Timestamp:${parts.timestamp}`;
  if (version !== '1.3') {
    const user = version === '1.0' ? parts.userId : digest(parts.userId, 'sha1');
    return [method, `Hashed Path:${digest(path, 'sha1')}`, hash, timestamp, `X-Ops-UserId:${user}`].join('\n');
  }
  const api = `X-Ops-Server-API-Version:${parts.serverApiVersion}`;
  return [method, `Path:${path}`, hash, 'X-Ops-Sign:version=1.3', timestamp, `X-Ops-UserId:${parts.userId}`, api].join(
    '\n',
  );
}

const digest = (data: Buffer | string, algorithm: Digest): string =>
  createHash(algorithm).update(data).digest('base64');
