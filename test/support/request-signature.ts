import { createHash, type KeyObject, privateEncrypt, sign } from 'node:crypto';

/**
 * Request signing as wire contract section 1 says. It shares no code with the product, so that a mistake in the
 * product's own signing cannot hide in the tests.
 */
export type SigningVersion = '1.0' | '1.1' | '1.2' | '1.3';

export interface RequestToSign {
  readonly method: string;
  /** As it is sent: with its query, doubled slashes and all. */
  readonly path: string;
  readonly body: Buffer | string;
  readonly userId: string;
}

export interface SignatureChoices {
  readonly version?: SigningVersion;
  /** ISO 8601; now where nothing is said. */
  readonly timestamp?: string;
  /** Undefined: no such header, which is signed as `0`. */
  readonly serverApiVersion?: string | undefined;
  /** The text of `X-Ops-Sign`, where the usual one will not do. */
  readonly signHeader?: string;
}

/** The time in whole seconds, so many of them from now. */
export const isoSeconds = (fromNow = 0): string =>
  new Date(Date.now() + fromNow * 1000).toISOString().replace(/\.\d+Z$/, 'Z');

export function signatureHeaders(
  request: RequestToSign,
  key: KeyObject,
  { version = '1.3', timestamp = isoSeconds(), serverApiVersion, signHeader }: SignatureChoices = {},
): Record<string, string> {
  const algorithm = version === '1.3' ? 'sha256' : 'sha1';
  const contentHash = createHash(algorithm).update(request.body).digest('base64');
  const text = textToSign(request, { version, timestamp, contentHash, serverApiVersion: serverApiVersion ?? '0' });
  const lines =
    signatureOf(text, key, version)
      .toString('base64')
      .match(/.{1,60}/g) ?? [];
  return {
    'X-Ops-Sign': signHeader ?? `algorithm=${algorithm};version=${version};`,
    'X-Ops-UserId': request.userId,
    'X-Ops-Timestamp': timestamp,
    'X-Ops-Content-Hash': contentHash,
    ...(serverApiVersion === undefined ? {} : { 'X-Ops-Server-API-Version': serverApiVersion }),
    ...Object.fromEntries(lines.map((line, i) => [`X-Ops-Authorization-${i + 1}`, line])),
  };
}

function textToSign(
  { method, path, userId }: RequestToSign,
  around: { version: SigningVersion; timestamp: string; contentHash: string; serverApiVersion: string },
): string {
  const { version, timestamp, contentHash, serverApiVersion } = around;
  const sha1 = (text: string) => createHash('sha1').update(text).digest('base64');
  const canonical = path
    .replace(/\?.*$/s, '')
    .replace(/\/+/g, '/')
    .replace(/(.)\/$/, '$1');
  if (version === '1.3') {
    return `Method:${method}\nPath:${canonical}\nX-Ops-Content-Hash:${contentHash}\nX-Ops-Sign:version=1.3\nX-Ops-Timestamp:${timestamp}\nX-Ops-UserId:${userId}\nX-Ops-Server-API-Version:${serverApiVersion}`;
  }
  const user = version === '1.0' ? userId : sha1(userId);
  return `Method:${method}\nHashed Path:${sha1(canonical)}\nX-Ops-Content-Hash:${contentHash}\nX-Ops-Timestamp:${timestamp}\nX-Ops-UserId:${user}`;
}

function signatureOf(text: string, key: KeyObject, version: SigningVersion): Buffer {
  switch (version) {
    case '1.0':
    case '1.1':
      return privateEncrypt(key, Buffer.from(text)); // PKCS#1 v1.5 type 1, without DigestInfo
    case '1.2':
      return sign('sha1', Buffer.from(text), key);
    case '1.3':
      return sign('sha256', Buffer.from(text), key);
  }
}
