import { describe, expect, it } from 'vitest';
import { messagesOf } from './publisher.ts';

/** Events of these lengths, numbered from 7. */
const events = (...lengths: number[]) =>
  lengths.map((length, i) => ({ number: 7 + i, event: 'start', data: 'x'.repeat(length) }));
const cut = (...lengths: number[]) =>
  messagesOf('channel', events(...lengths)).map(({ message }) => [message.first, message.events.length]);

describe('messagesOf', () => {
  it('puts at most 500 events into a message', () => {
    expect(cut(...Array<number>(500).fill(1))).toEqual([[7, 500]]);
    expect(cut(...Array<number>(1_001).fill(1))).toEqual([
      [7, 500],
      [507, 500],
      [1_007, 1],
    ]);
  });

  it('puts at most a million characters into a message, and what is longer into one of its own', () => {
    expect(cut(500_000, 500_000, 1)).toEqual([
      [7, 2],
      [9, 1],
    ]);
    expect(cut(1, 3_000_000, 1)).toEqual([
      [7, 1],
      [8, 1],
      [9, 1],
    ]);
  });

  it('makes no message of nothing', () => {
    expect(cut()).toEqual([]);
  });
});
