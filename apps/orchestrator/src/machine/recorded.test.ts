import { newJob } from '@push-jobs/job';
import { describe, expect, it } from 'vitest';
import { fold } from './fold.ts';
import type { LockedJob } from './locked-jobs.ts';
import { record } from './recorded.ts';

const NOW = Date.UTC(2026, 10, 22);
const TIMES = { nowMs: NOW, votingTimeoutMs: 60_000 };
const ROW: LockedJob = {
  id: 'j',
  organization: 'acme',
  status: 'new',
  quorum: 1,
  runTimeoutMs: 5_000,
  version: 0,
  lastEvent: 0,
  lastMicros: 0,
};
const ANNOUNCEMENT = {
  command: 'c',
  runTimeoutMs: 5_000,
  quorum: 1,
  nodeCount: 1,
  requestedBy: 'pat',
  user: null,
  dir: null,
  env: null,
  hasFile: false,
  capture: null,
};

describe('a change as it is written', () => {
  it('gives the vote its deadline, and says the same to the deadline queue', () => {
    const change = fold(newJob({ id: 'j', quorum: 1, nodes: ['a'] }), [
      { jobId: 'j', input: { type: 'start', down: [] } },
    ]);
    const recorded = record(ROW, change, ANNOUNCEMENT, TIMES);
    expect(recorded).toMatchObject({ status: 'voting', deadlineMs: NOW + 60_000, lastEvent: 1 });
    expect(recorded.endedMs).toBeUndefined();
    expect(recorded.work).toEqual([{ type: 'commit' }, { type: 'arm', deadline: 'voting', atMs: NOW + 60_000 }]);
  });

  it('puts a deadline that never comes where Postgres can still hold it', () => {
    const job = newJob({ id: 'j', quorum: 1, nodes: ['a'] });
    fold(job, [{ jobId: 'j', input: { type: 'start', down: [] } }]);
    const change = fold(job, [{ jobId: 'j', input: { type: 'news', node: 'a', news: 'ack_commit' } }]);
    const recorded = record({ ...ROW, status: 'voting', runTimeoutMs: 1e14 }, change, undefined, TIMES);
    expect(new Date(recorded.deadlineMs ?? Number.NaN).getUTCFullYear()).toBe(2126);
  });

  it('ends without a deadline, and tells the organization', () => {
    const change = fold(newJob({ id: 'j', quorum: 1, nodes: ['a'] }), [
      { jobId: 'j', input: { type: 'start', down: ['a'] } },
    ]);
    const recorded = record(ROW, change, ANNOUNCEMENT, TIMES);
    expect(recorded).toMatchObject({ status: 'quorum_failed', endedMs: NOW, deadlineMs: undefined });
    expect(recorded.forOrganization.map(({ event }) => event)).toEqual(['start', 'job_complete']);
    expect(recorded.work).toEqual([{ type: 'rehab', nodes: ['a'] }]);
  });
});
