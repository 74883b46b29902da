import { describe, expect, it } from 'vitest';
import { createdMs, JobIds } from './job-id.ts';

const NOW = Date.UTC(2026, 10, 22);

describe('job ids', () => {
  it('are the 32 hex digits of a UUIDv7 of the time given', () => {
    const id = new JobIds().next(NOW);
    expect(id).toMatch(/^[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15}$/);
    expect(createdMs(id)).toBe(NOW);
  });

  it('sort in the order in which they were made, within a millisecond and beyond what it can count', () => {
    const ids = new JobIds();
    const made = Array.from({ length: 10_000 }, () => ids.next(NOW));
    expect(made).toEqual([...made].sort());
    expect(new Set(made).size).toBe(made.length);
  });

  it('go on from where they were when the clock steps back', () => {
    const ids = new JobIds();
    const before = ids.next(NOW);
    expect(ids.next(NOW - 60_000) > before).toBe(true);
    expect(ids.next(NOW + 1) > before).toBe(true);
  });
});
