import { describe, expect, it } from 'vitest';
import { InHand } from './in-hand.ts';
import type { OutboxRow } from './outbox-rows.ts';

const MOST = { rows: 4, characters: 1_000 };

const reading = (id: string, characters: number): OutboxRow => {
  return { id, jobId: `job of ${id}`, organization: 'acme', work: { type: 'resend', nodes: ['a'] }, characters };
};
const arming = (id: string): OutboxRow => {
  return { id, jobId: `job of ${id}`, organization: 'acme', work: { type: 'arm', deadline: 'voting', atMs: 0 } };
};
const committing = (id: string, file: string): OutboxRow => {
  const action = { type: 'commit', commit: { command: 'x', file } } as const;
  return {
    id,
    jobId: `job of ${id}`,
    organization: 'acme',
    work: { type: 'commit' },
    command: { nodes: ['a'], action },
  };
};

/** Work that is begun, until it is said to be done. */
function subject() {
  const inHand = new InHand(MOST);
  const begun: { ids: string[]; finish: () => void }[] = [];
  const begin = (...rows: OutboxRow[]): string[] => {
    inHand.begin(rows, (taken) => {
      return new Promise<void>((finish) => void begun.push({ ids: taken.map(({ id }) => id), finish }));
    });
    return inHand.ids;
  };
  const finishAll = async (): Promise<void> => {
    for (const { finish } of begun) finish();
    await inHand.settled();
  };
  return { inHand, begun, begin, finishAll };
}

describe('work in hand', () => {
  it('is so many pieces at most', async () => {
    const { begin, begun, finishAll } = subject();
    expect(begin(arming('1'), arming('2'), arming('3'))).toEqual(['1', '2', '3']);
    expect(begin(arming('4'), arming('5'))).toEqual(['1', '2', '3', '4']);
    expect(begin(arming('6'))).not.toContain('6');
    expect(begun.map(({ ids }) => ids)).toEqual([['1', '2', '3'], ['4']]);

    await finishAll();
    expect(begin(arming('6'))).toEqual(['6']);
  });

  it('has so much text at most, known or still to be read, and what has none gets past', async () => {
    const { inHand, begin, finishAll } = subject();
    expect(begin(reading('1', 600), committing('2', 'y'.repeat(350)))).toEqual(['1']);
    expect(inHand.characters).toBe(600);
    expect(begin(reading('3', 401), arming('4'), reading('5', 400))).toEqual(['1', '4', '5']);
    expect(inHand.room).toEqual({ rows: 1, characters: 0 });
    expect(begin(reading('6', 1))).not.toContain('6');

    await finishAll();
    expect(inHand.characters).toBe(0);
    expect(begin(committing('2', 'y'.repeat(350)))).toEqual(['2']);
    expect(inHand.characters).toBeGreaterThan(350);
  });
});
