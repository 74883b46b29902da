import { AppError } from '@push-jobs/platform';
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { DirectoryError } from './registry.ts';

const HINT = 'is no RSA key in PEM form; make one with: openssl genrsa 2048';

/**
 * The public half as SPKI PEM, from a public key, a certificate or a private key.
 * @param what names the source in the error.
 */
export function publicKeyFrom(pem: string, what: string): string {
  try {
    return spki(pem);
  } catch (cause) {
    throw new DirectoryError(`${what} ${HINT}`, { cause });
  }
}

/** @throws AppError `invalid`: for a private key too, which is nothing to send around. */
export function publicKeyFromText(pem: string): string {
  try {
    if (pem.includes('PRIVATE KEY')) throw new TypeError('a private key');
    return spki(pem);
  } catch (cause) {
    throw new AppError('invalid', "'public_key' is no public RSA key or certificate in PEM form", { cause });
  }
}

function spki(pem: string): string {
  const key = createPublicKey(pem);
  if (key.asymmetricKeyType !== 'rsa') throw new TypeError('not RSA');
  return key.export({ type: 'spki', format: 'pem' }).toString();
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
