import { constants, privateDecrypt, publicEncrypt, type KeyObject } from 'node:crypto';
import { decodeZ85 } from './z85.ts';

const CURVE_KEY_LENGTH = 40;
const SHORTEST_FILLER = 8;

/** Whether a text is a CurveZMQ key: 40 characters of Z85 for 32 bytes (wire contract section 3, `ccpk`). */
export function isCurveKey(text: string): boolean {
  return text.length === CURVE_KEY_LENGTH && decodeZ85(text) !== undefined;
}

/** `encoded_session_key.key` of a node's configuration: RSA with PKCS#1 v1.5 padding, base64 (wire contract section 4). */
export function encryptSessionKey(sessionKey: Buffer, publicKey: KeyObject): string {
  return publicEncrypt({ key: publicKey, padding: constants.RSA_PKCS1_PADDING }, sessionKey).toString('base64');
}

/**
 * The session key out of a configuration. Node 20 refuses PKCS#1 v1.5 in `privateDecrypt` (CVE-2023-46809), so the
 * padding comes off here. Throws one and the same Error whatever is wrong: telling which would be a padding oracle.
 */
export function decryptSessionKey(encoded: string, privateKey: KeyObject): Buffer {
  const sessionKey = stripPadding(decryptBlock(encoded, privateKey));
  if (sessionKey === undefined) throw new Error('the session key cannot be decrypted with this private key');
  return sessionKey;
}

function decryptBlock(encoded: string, privateKey: KeyObject): Buffer | undefined {
  try {
    const block = Buffer.from(encoded, 'base64');
    return privateDecrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, block);
  } catch {
    return undefined; // not as long as the modulus, or no number below it
  }
}

/** A block is 0, 2, at least eight non-zero bytes of filler, 0, and then what was encrypted. */
function stripPadding(block: Buffer | undefined): Buffer | undefined {
  if (block === undefined || block[0] !== 0 || block[1] !== 2) return undefined;
  const end = block.indexOf(0, 2);
  return end >= 2 + SHORTEST_FILLER ? block.subarray(end + 1) : undefined;
}
