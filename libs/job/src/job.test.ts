import { describe, expect, it } from 'vitest';
import { advance, newJob, restoreJob } from './job.ts';
import { isFinished, isLive, JOB_STATUSES, NODE_STATUSES } from './statuses.ts';

describe('a job', () => {
  it('begins with every node new, and each only once', () => {
    const job = newJob({ id: 'j', quorum: 2, nodes: ['a', 'b', 'a'] });
    expect(job).toMatchObject({ id: 'j', quorum: 2, status: 'new', counts: { new: 2 } });
    expect([...job.nodes]).toEqual([
      ['a', 'new'],
      ['b', 'new'],
    ]);
  });

  it('counts its nodes anew when it comes from storage', () => {
    const job = restoreJob({ id: 'j', quorum: 1, status: 'running', nodes: NODE_STATUSES.map((s) => [`is ${s}`, s]) });
    expect(job.status).toBe('running');
    expect(Object.keys(job.counts).sort()).toEqual([...NODE_STATUSES].sort());
    expect(new Set(Object.values(job.counts))).toEqual(new Set([1]));
  });

  it('takes a step in place, counts included', () => {
    const job = restoreJob({ id: 'j', quorum: 1, status: 'voting', nodes: [['a', 'new'], ['b', 'ready']] }); // prettier-ignore
    advance(job, { status: 'running', nodes: [{ node: 'a', status: 'nacked' }], events: [], effects: [] });
    expect(job).toMatchObject({ status: 'running', counts: { new: 0, ready: 1, nacked: 1 } });
    expect(job.nodes.get('a')).toBe('nacked');
  });

  it("refuses another job's step", () => {
    const job = newJob({ id: 'j', quorum: 1, nodes: ['a'] });
    const foreign = { nodes: [{ node: 'x', status: 'ready' as const }], events: [], effects: [] };
    expect(() => advance(job, foreign)).toThrow('job j has no node x');
  });
});

describe('statuses', () => {
  it('are live for as long as a node can still change', () => {
    expect(NODE_STATUSES.filter(isLive)).toEqual(['new', 'ready', 'running']);
  });

  it('are finished for every job that is over', () => {
    expect(JOB_STATUSES.filter(isFinished)).toEqual(['complete', 'quorum_failed', 'timed_out', 'aborted', 'crashed']);
  });
});
