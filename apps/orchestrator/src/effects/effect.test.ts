import { describe, expect, it } from 'vitest';
import { Work, workFrom } from './effect.ts';

describe('work that follows from a step', () => {
  it('keeps its order, and needs nothing for the end', () => {
    const work = workFrom(
      [{ type: 'rehab', nodes: ['b'] }, { type: 'run' }, { type: 'arm', deadline: 'running' }, { type: 'finished' }],
      7,
    );
    expect(work).toEqual([
      { type: 'rehab', nodes: ['b'] },
      { type: 'run' },
      { type: 'arm', deadline: 'running', atMs: 7 },
    ]);
  });

  it('comes back from the outbox as it went in', () => {
    const work = workFrom([{ type: 'commit' }, { type: 'abort', nodes: ['a'] }], undefined);
    expect(work.map((entry) => Work.parse(JSON.parse(JSON.stringify(entry))))).toEqual(work);
  });
});
