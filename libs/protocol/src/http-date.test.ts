import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseRfc1123, rfc1123 } from './http-date.ts';

it('writes a date as HTTP does', () => {
  expect(rfc1123(Date.UTC(2026, 10, 22, 5, 0, 0, 999))).toBe('Sun, 22 Nov 2026 05:00:00 GMT');
});

it('reads every date that it writes, to the second', () => {
  fc.assert(
    fc.property(fc.nat(253_402_300_799), (second) => {
      expect(parseRfc1123(rfc1123(second * 1_000))).toBe(second * 1_000);
    }),
  );
});

it.each([
  '',
  'Invalid Date',
  '2026-11-22T05:00:00Z',
  'Sun, 22 Nov 2026 05:00:00',
  'Sun, 22 Nov 2026 05:00:00 +0100',
  'Mon, 22 Nov 2026 05:00:00 GMT',
  'Tue, 31 Feb 2026 05:00:00 GMT',
  'Sun, 22 Nov 2026 25:00:00 GMT',
  ' Sun, 22 Nov 2026 05:00:00 GMT',
])('does not read %j', (text) => expect(parseRfc1123(text)).toBeUndefined());
