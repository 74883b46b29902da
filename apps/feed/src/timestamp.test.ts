import { expect, it } from 'vitest';
import { feedTimestamp } from './timestamp.ts';

it('writes microseconds in UTC', () => {
  expect(feedTimestamp(Date.UTC(2014, 6, 10, 5, 17, 44, 995) * 1000 + 958)).toBe('2014-07-10 05:17:44.995958Z');
  expect(feedTimestamp(7)).toBe('1970-01-01 00:00:00.000007Z');
});
