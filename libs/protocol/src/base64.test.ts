import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isStrictBase64 } from './base64.ts';

it('takes what is written for any content', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(isStrictBase64(Buffer.from(bytes).toString('base64'))).toBe(true);
    }),
  );
});

it('takes one text for each content, and nothing that is no base64', () => {
  const sextets = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=-_ \n';
  const character = fc.constantFrom(...sextets);
  const texts = fc.array(character, { maxLength: 9 }).map((characters) => characters.join(''));
  fc.assert(
    fc.property(texts, (text) => {
      expect(isStrictBase64(text)).toBe(Buffer.from(text, 'base64').toString('base64') === text);
    }),
    { numRuns: 20_000 },
  );
});

it('is not mistaken about spare bits and padding', () => {
  expect(['QQ==', 'QR==', 'QUE=', 'QUF=', 'QUFB', 'QQ=', 'QQ', '====', 'QQ==\n'].map(isStrictBase64)).toEqual([
    true,
    false,
    true,
    false,
    true,
    false,
    false,
    false,
    false,
  ]);
});
