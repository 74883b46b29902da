import { verify, type KeyObject } from 'node:crypto';
import { isStrictBase64 } from '../base64.ts';
import { rawVerify } from '../raw-rsa.ts';
import { contentHash, DIGEST_OF, textToSign, type SigningVersion } from './canonical.ts';
import type { SignedHeaders } from './headers.ts';

export interface RequestToVerify {
  readonly method: string;
  /** The path exactly as the caller sent it; a query string may follow. */
  readonly path: string;
  readonly body: Buffer;
}

/**
 * The key that signed a request, or undefined when none of `keys` did (wire contract section 1). The body is hashed
 * here and has to agree with the header, so that neither can be exchanged. Never throws.
 */
export function verifyRequest(
  request: RequestToVerify,
  headers: SignedHeaders,
  keys: readonly KeyObject[],
): KeyObject | undefined {
  if (headers.signature === '' || !isStrictBase64(headers.signature)) return undefined;
  if (contentHash(request.body, headers.version) !== headers.contentHash) return undefined;
  const text = textToSign({ ...headers, method: request.method, path: request.path }, headers.version);
  const signature = Buffer.from(headers.signature, 'base64');
  return keys.find((key) => signatureHolds(text, signature, key, headers.version));
}

function signatureHolds(text: string, signature: Buffer, key: KeyObject, version: SigningVersion): boolean {
  if (version === '1.0' || version === '1.1') return rawVerify(text, signature, key);
  return key.asymmetricKeyType === 'rsa' && verify(DIGEST_OF[version], Buffer.from(text), key, signature);
}
