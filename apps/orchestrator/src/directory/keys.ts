import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { DirectoryError } from './registry.ts';

/**
 * The public half as SPKI PEM, from a public key, a certificate or a private key.
 * @param what names the source in the error.
 */
export function publicKeyFrom(pem: string, what: string): string {
  try {
    const key = createPublicKey(pem);
    if (key.asymmetricKeyType !== 'rsa') throw new TypeError('not RSA');
    return key.export({ type: 'spki', format: 'pem' }).toString();
  } catch (cause) {
    throw new DirectoryError(`${what} is no RSA key in PEM form; make one with: openssl genrsa 2048`, { cause });
  }
}

export function readPublicKey(path: string): string {
  let pem: string;
  try {
    pem = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new DirectoryError(`cannot read ${path}; name a PEM file with --key, or let --new-key make one`, { cause });
  }
  return publicKeyFrom(pem, path);
}

/** Writes a new private key that only its owner may read; an existing file is left alone. @returns its public half. */
export function writeNewKey(path: string): string {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  try {
    writeFileSync(path, privateKey.export({ type: 'pkcs1', format: 'pem' }), { mode: 0o600, flag: 'wx' });
  } catch (cause) {
    throw new DirectoryError(`cannot write ${path}; name a file that does not exist yet`, { cause });
  }
  return publicKey.export({ type: 'spki', format: 'pem' }).toString();
}
