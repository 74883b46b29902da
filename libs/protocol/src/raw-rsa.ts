import { constants, privateEncrypt, publicDecrypt, type KeyObject } from 'node:crypto';

const padding = constants.RSA_PKCS1_PADDING;

/**
 * The raw RSA signature of request signing 1.0 and 1.1 and of the server's heartbeat: PKCS#1 v1.5 type-1 padding over
 * the text itself, without a DigestInfo. Throws where the text is longer than the modulus less 11 bytes.
 */
export function rawSign(text: string, privateKey: KeyObject): Buffer {
  return privateEncrypt({ key: privateKey, padding }, Buffer.from(text));
}

/** Whether `signature` is `rawSign` of `text` by the owner of `publicKey`. Never throws. */
export function rawVerify(text: string, signature: Buffer, publicKey: KeyObject): boolean {
  try {
    return publicDecrypt({ key: publicKey, padding }, signature).equals(Buffer.from(text));
  } catch {
    return false; // a wrong key or signature shows as bad padding, which OpenSSL throws
  }
}
