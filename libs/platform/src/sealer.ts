import { randomBytes } from 'node:crypto';
import sodium from 'libsodium-wrappers';

/** Seals what is secret at rest with libsodium's secretbox (XSalsa20-Poly1305): `nonce || box`. */
export class Sealer {
  private constructor(private readonly key: Uint8Array) {}

  /** `key`: 32 random bytes. */
  static async create(key: Uint8Array): Promise<Sealer> {
    await sodium.ready;
    if (key.length !== sodium.crypto_secretbox_KEYBYTES) throw new Error('a sealing key has 32 bytes');
    return new Sealer(key);
  }

  seal(secret: Uint8Array): Buffer {
    const nonce = randomBytes(sodium.crypto_secretbox_NONCEBYTES); // libsodium asks for four bytes at a time
    return Buffer.concat([nonce, sodium.crypto_secretbox_easy(secret, nonce, this.key)]);
  }

  /** @throws Error where the bytes were sealed with another key, or changed. */
  open(sealed: Uint8Array): Buffer {
    const nonce = sealed.subarray(0, sodium.crypto_secretbox_NONCEBYTES);
    const box = sealed.subarray(sodium.crypto_secretbox_NONCEBYTES);
    try {
      return Buffer.from(sodium.crypto_secretbox_open_easy(box, nonce, this.key));
    } catch (cause) {
      throw new Error('a stored secret does not open with this sealing key', { cause });
    }
  }
}
