import { createPublicKey, type KeyObject } from 'node:crypto';

const LABEL = /-----BEGIN ([A-Z0-9 ]+)-----/;
const PUBLIC_LABELS: ReadonlySet<string> = new Set(['PUBLIC KEY', 'RSA PUBLIC KEY', 'CERTIFICATE']);

/**
 * A principal's RSA key from PEM: SPKI, PKCS#1 or an X.509 certificate (whose dates do not matter). Throws an Error that
 * names the problem; a private key is refused, since nobody should have handed it over. Cache what it returns: parsing
 * costs more than a verification.
 */
export function publicKeyFromPem(pem: string): KeyObject {
  const label = LABEL.exec(pem)?.[1];
  if (label === undefined) throw new Error('not a PEM text');
  if (!PUBLIC_LABELS.has(label)) throw new Error(`expected a public key or a certificate, got '${label}'`);
  const key = parse(pem, label);
  if (key.asymmetricKeyType !== 'rsa') throw new Error(`expected an RSA key, got ${key.asymmetricKeyType}`);
  return key;
}

function parse(pem: string, label: string): KeyObject {
  try {
    return createPublicKey(pem);
  } catch (cause) {
    throw new Error(`the PEM text of '${label}' cannot be parsed`, { cause });
  }
}
