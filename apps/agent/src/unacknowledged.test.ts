import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Result } from './job-machine.ts';
import { afterAcknowledgement, afterSending, dueAt, patienceMs, type Unacknowledged } from './unacknowledged.ts';

const result = (job_id: string): Result => ({ type: 'succeeded', job_id });
const sendAt = (waiting: Unacknowledged, job: string, nowMs: number) =>
  afterSending(waiting, result(job), { nowMs, intervalMs: 10_000, random: 0 });
const jobs = (results: readonly Result[]) => results.map(({ job_id }) => job_id);
const all = (waiting: Unacknowledged) => jobs(waiting.map((entry) => entry.result));

describe('a result that is not acknowledged', () => {
  it('is due some seconds after it was sent, and later each time', () => {
    let waiting = sendAt([], 'a', 0);
    expect([jobs(dueAt(waiting, 2_499)), jobs(dueAt(waiting, 2_500))]).toEqual([[], ['a']]);
    waiting = sendAt(waiting, 'a', 2_500);
    expect([jobs(dueAt(waiting, 7_499)), jobs(dueAt(waiting, 7_500))]).toEqual([[], ['a']]);
  });

  it('waits alone: others keep their own time', () => {
    const waiting = sendAt(sendAt([], 'a', 0), 'b', 2_000);
    expect([jobs(dueAt(waiting, 2_500)), jobs(dueAt(waiting, 4_500))]).toEqual([['a'], ['a', 'b']]);
  });

  it('is over with its acknowledgement, and with no other', () => {
    const waiting = sendAt(sendAt([], 'a', 0), 'b', 0);
    expect(all(afterAcknowledgement(waiting, 'a'))).toEqual(['b']);
    expect(all(afterAcknowledgement(waiting, 'c'))).toEqual(['a', 'b']);
  });

  it('is one of sixteen at most, the oldest of which is given up', () => {
    const names = Array.from({ length: 17 }, (_, i) => `job ${i}`);
    const waiting = names.reduce((before, name) => sendAt(before, name, 0), [] as Unacknowledged);
    expect(all(waiting)).toEqual(names.slice(1));
  });

  it('is repeated before a server may take it for lost, and never less than once a minute', () => {
    const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    const interval = fc.integer({ min: 100, max: 600_000 });
    fc.assert(
      fc.property(interval, random, fc.integer({ min: 1, max: 5_000 }), (intervalMs, r, sent) => {
        // A server needs two heartbeats that say idle, a second or more apart.
        expect(patienceMs(1, intervalMs, r)).toBeLessThanOrEqual(Math.max(500, intervalMs / 2));
        expect(patienceMs(sent, intervalMs, r)).toBeLessThanOrEqual(60_000);
        expect(patienceMs(sent + 1, intervalMs, 0)).toBeGreaterThanOrEqual(patienceMs(sent, intervalMs, 0));
      }),
    );
  });
});
