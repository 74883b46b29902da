import { sign, type KeyObject } from 'node:crypto';
import { rawSign } from '../raw-rsa.ts';
import { contentHash, DIGEST_OF, textToSign, type SigningVersion } from './canonical.ts';

const SIGNATURE_LINE = /.{1,60}/g;

export interface RequestToSign {
  readonly method: string;
  /** The path as it is sent; a query string may follow and is not signed. */
  readonly path: string;
  readonly body: Buffer;
  readonly userId: string;
  /** ISO 8601 in UTC, whole seconds: `2026-11-22T05:00:00Z`. */
  readonly timestamp: string;
  /** Part of the text of 1.3, `0` where left out; sent as a header where given. */
  readonly serverApiVersion?: string;
}

/**
 * The `X-Ops-*` headers of a request (wire contract section 1). Throws what `node:crypto` throws for a key that is no
 * RSA private key, or one too short for the text of 1.0.
 */
export function signRequest(request: RequestToSign, key: KeyObject, version: SigningVersion): Record<string, string> {
  const { userId, timestamp, serverApiVersion } = request;
  const hash = contentHash(request.body, version);
  const text = textToSign({ ...request, contentHash: hash, serverApiVersion: serverApiVersion ?? '0' }, version);
  return {
    'X-Ops-Sign': `algorithm=${DIGEST_OF[version]};version=${version};`,
    'X-Ops-UserId': userId,
    'X-Ops-Timestamp': timestamp,
    'X-Ops-Content-Hash': hash,
    ...(serverApiVersion === undefined ? {} : { 'X-Ops-Server-API-Version': serverApiVersion }),
    ...signatureLines(signText(text, key, version)),
  };
}

function signText(text: string, key: KeyObject, version: SigningVersion): Buffer {
  const raw = version === '1.0' || version === '1.1';
  return raw ? rawSign(text, key) : sign(DIGEST_OF[version], Buffer.from(text), key);
}

function signatureLines(signature: Buffer): Record<string, string> {
  const lines = signature.toString('base64').match(SIGNATURE_LINE) ?? [];
  return Object.fromEntries(lines.map((line, index) => [`X-Ops-Authorization-${index + 1}`, line]));
}
