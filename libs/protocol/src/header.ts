import { isStrictBase64 } from './base64.ts';

/** `2.0` is what everybody speaks; a 1.x client says `1.0` and means the same. */
export type ProtocolVersion = '1.0' | '2.0';
export type SigningMethod = 'hmac_sha256' | 'rsa2048_sha1';

/** The longest header frame, in bytes. */
export const MAX_HEADER_BYTES = 2_048;

export interface Header {
  readonly version: ProtocolVersion;
  /** Strict base64, so that equal signatures are equal texts. */
  readonly signature: string;
}

export type HeaderRejection = 'bad_header' | 'version' | 'signing_method';

/** `Version:2.0;SigningMethod:hmac_sha256;Signature:BASE64`, wire contract section 5. `signature`: base64. */
export function formatHeader(version: ProtocolVersion, method: SigningMethod, signature: string): Buffer {
  return Buffer.from(`Version:${version};SigningMethod:${method};Signature:${signature}`);
}

/**
 * Reads a header that has to be signed by `method`: which one is right depends on the channel, never on the sender.
 * Fields stand in any order, unknown ones are ignored, and `SignedChecksum` is an older name of `Signature`.
 */
export function parseHeader(frame: Buffer, method: SigningMethod): Header | HeaderRejection {
  const { version, signingMethod, signature = '' } = readFields(frame.toString('latin1'));
  if (version === undefined) return 'bad_header';
  if (version !== '2.0' && version !== '1.0') return 'version';
  if (signature === '' || !isStrictBase64(signature)) return 'bad_header';
  return signingMethod === method ? { version, signature } : 'signing_method';
}

interface Fields {
  readonly version?: string | undefined;
  readonly signingMethod?: string | undefined;
  readonly signature?: string | undefined;
}

/** As everybody writes it. */
const USUAL = /^Version:([^;]*);SigningMethod:([^;]*);Signature:([^;]*)$/;

function readFields(text: string): Fields {
  const usual = USUAL.exec(text);
  if (usual !== null) return { version: usual[1], signingMethod: usual[2], signature: usual[3] };
  const fields = new Map<string, string>();
  for (const field of text.split(';')) {
    const colon = field.indexOf(':');
    if (colon > 0) fields.set(field.slice(0, colon), field.slice(colon + 1));
  }
  const signature = fields.get('Signature') ?? fields.get('SignedChecksum');
  return { version: fields.get('Version'), signingMethod: fields.get('SigningMethod'), signature };
}
