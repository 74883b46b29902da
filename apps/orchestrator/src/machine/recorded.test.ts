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
  traceparent: null,
  spec: {
    command: 'c',
    nodeCount: 1,
    requestedBy: 'pat',
    user: null,
    dir: null,
    env: null,
    file: null,
    capture: null,
  },
};
describe('a change as it is written', () => {
  it('gives the vote its deadline, and says the same to the deadline queue', () => {
    const job = newJob({ id: 'j', quorum: 1, nodes: ['a'] });
    const change = fold(job, [{ jobId: 'j', input: { type: 'start', down: [] } }]);
    const recorded = record(ROW, job, change, { ...TIMES, votingTimeoutMs: 2_000 });
    expect(recorded).toMatchObject({ status: 'voting', deadlineMs: NOW + 2_000, lastEvent: 1 });
    expect(recorded.endedMs).toBeUndefined();
    expect(recorded.work.map(({ work }) => work)).toEqual([
      { type: 'commit' },
      { type: 'arm', deadline: 'voting', atMs: NOW + 2_000 },
    ]);
  });

  it('leaves a deadline that is far off to the sweep', () => {
    const job = newJob({ id: 'j', quorum: 1, nodes: ['a'] });
    const change = fold(job, [{ jobId: 'j', input: { type: 'start', down: [] } }]);
    expect(record(ROW, job, change, TIMES).work.map(({ work }) => work)).toEqual([{ type: 'commit' }]);
  });

  it('knows at once to whom its commands go', () => {
    const job = newJob({ id: 'j', quorum: 1, nodes: ['a', 'b', 'c'] });
    const started = fold(job, [{ jobId: 'j', input: { type: 'start', down: ['b'] } }]);
    expect(record(ROW, job, started, TIMES).work).toMatchObject([
      { work: { type: 'rehab' } },
      {
        work: { type: 'commit' },
        command: { nodes: ['a', 'c'], action: { type: 'commit', commit: { command: 'c' } } },
      },
    ]);
    const voted = fold(job, [
      { jobId: 'j', input: { type: 'news', node: 'c', news: 'ack_commit' } },
      { jobId: 'j', input: { type: 'news', node: 'a', news: 'nack_commit' } },
    ]);
    const row: LockedJob = { ...ROW, status: 'voting', runTimeoutMs: 3_600_000, spec: null };
    expect(record(row, job, voted, TIMES).work).toEqual([
      { work: { type: 'run' }, command: { nodes: ['c'], action: { type: 'run' } } },
    ]);
  });

  it('puts a deadline that never comes where Postgres can still hold it', () => {
    const job = newJob({ id: 'j', quorum: 1, nodes: ['a'] });
    fold(job, [{ jobId: 'j', input: { type: 'start', down: [] } }]);
    const change = fold(job, [{ jobId: 'j', input: { type: 'news', node: 'a', news: 'ack_commit' } }]);
    const recorded = record({ ...ROW, status: 'voting', runTimeoutMs: 1e14 }, job, change, TIMES);
    expect(new Date(recorded.deadlineMs ?? Number.NaN).getUTCFullYear()).toBe(2126);
  });

  it('ends without a deadline, and tells the organization', () => {
    const job = newJob({ id: 'j', quorum: 1, nodes: ['a'] });
    const change = fold(job, [{ jobId: 'j', input: { type: 'start', down: ['a'] } }]);
    const recorded = record(ROW, job, change, TIMES);
    expect(recorded).toMatchObject({ status: 'quorum_failed', endedMs: NOW, deadlineMs: undefined });
    expect(recorded.forOrganization.map(({ event }) => event)).toEqual(['start', 'job_complete']);
    expect(recorded.work).toEqual([{ work: { type: 'rehab', nodes: ['a'] } }]);
  });
});
