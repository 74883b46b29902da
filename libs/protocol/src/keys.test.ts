import { constants, publicEncrypt } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decryptSessionKey, encryptSessionKey, isCurveKey } from './keys.ts';
import { configs, privateKey, recordedKey } from './recordings.fixture.ts';
import { publicKeyFromPem } from './signing/public-key.ts';
import { decodeZ85, encodeZ85 } from './z85.ts';

const PRIVATE = privateKey('node1.pem');
const PUBLIC = publicKeyFromPem(recordedKey('node1.pem').public);

describe('a session key', () => {
  it.each(configs)('of a recorded configuration is decrypted: $session_key_hex', ({ config, session_key_hex }) => {
    expect(decryptSessionKey(config.encoded_session_key.key, PRIVATE).toString('hex')).toBe(session_key_hex);
  });

  it('survives encryption, also with zeros in it', () => {
    const anyKey = fc.uint8Array({ minLength: 32, maxLength: 32, max: 3 }).map((bytes) => Buffer.from(bytes));
    fc.assert(
      fc.property(anyKey, (key) => {
        expect(decryptSessionKey(encryptSessionKey(key, PUBLIC), PRIVATE)).toEqual(key);
      }),
      { numRuns: 30 },
    );
  });

  it.each<[string, string]>([
    ['for somebody else', encryptSessionKey(Buffer.alloc(32), publicKeyFromPem(recordedKey('admin.pem').public))],
    ['not padded at all', rawBlock(Buffer.alloc(256, 1))],
    [
      'padded for a signature',
      rawBlock(Buffer.concat([Buffer.from([0, 1]), Buffer.alloc(200, 255), Buffer.alloc(54)])),
    ],
    ['with too short a filler', rawBlock(Buffer.concat([Buffer.from([0, 2]), Buffer.alloc(7, 1), Buffer.alloc(247)]))],
    ['without an end to its filler', rawBlock(Buffer.concat([Buffer.from([0, 2]), Buffer.alloc(254, 1)]))],
    ['cut short', encryptSessionKey(Buffer.alloc(32), PUBLIC).slice(0, 80)],
    ['empty', ''],
  ])('is refused in the same words when it is %s', (_what, encoded) => {
    expect(() => decryptSessionKey(encoded, PRIVATE)).toThrow(
      'the session key cannot be decrypted with this private key',
    );
  });

  function rawBlock(block: Buffer): string {
    return publicEncrypt({ key: PUBLIC, padding: constants.RSA_NO_PADDING }, block).toString('base64');
  }
});

describe('Z85', () => {
  it('is the text of ZeroMQ RFC 32', () => {
    const bytes = Buffer.from('864FD26FB559F75B', 'hex');
    expect(encodeZ85(bytes)).toBe('HelloWorld');
    expect(decodeZ85('HelloWorld')).toEqual(bytes);
  });

  it('round-trips', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(0xffff_ffff)), (words) => {
        const bytes = Buffer.alloc(words.length * 4);
        words.forEach((word, index) => bytes.writeUInt32BE(word, index * 4));
        expect(decodeZ85(encodeZ85(bytes))).toEqual(bytes);
      }),
    );
  });

  it.each(['Hell', 'Hello"', 'Hell,', '#####', '%nSc1'])('refuses %s', (text) =>
    expect(decodeZ85(text)).toBeUndefined(),
  );

  it('reaches up to the last 32-bit word', () => expect(decodeZ85('%nSc0')).toEqual(Buffer.alloc(4, 255)));

  it('cannot write a broken number of bytes', () => expect(() => encodeZ85(Buffer.alloc(5))).toThrow('multiple of 4'));
});

describe('a curve key', () => {
  it.each(configs.flatMap(({ config }) => config.curve_public_key ?? []))('is %s', (key) => {
    expect(isCurveKey(key)).toBe(true);
  });

  it.each(['', 'x'.repeat(39), 'x'.repeat(41), 'x'.repeat(35), `${'x'.repeat(39)},`, '#'.repeat(40), 'ü'.repeat(40)])(
    'is not %s',
    (text) => expect(isCurveKey(text)).toBe(false),
  );
});
