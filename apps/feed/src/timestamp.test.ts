import { expect, it } from 'vitest';
import { eventTimeMs, feedTimestamp } from './timestamp.ts';

it('writes microseconds in UTC', () => {
  expect(feedTimestamp(Date.UTC(2014, 6, 10, 5, 17, 44, 995) * 1000 + 958)).toBe('2014-07-10 05:17:44.995958Z');
  expect(feedTimestamp(7)).toBe('1970-01-01 00:00:00.000007Z');
});

it('reads the time of an event, to the millisecond', () => {
  const micros = Date.UTC(2026, 10, 22, 5, 0, 0, 7) * 1000 + 123;
  expect(eventTimeMs(JSON.stringify({ timestamp: feedTimestamp(micros), node: 'n' }))).toBe(Math.floor(micros / 1000));
  expect(eventTimeMs('{"node":"n"}')).toBeUndefined();
});
