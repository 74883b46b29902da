import { newJob } from '@push-jobs/job';
import { describe, expect, it } from 'vitest';
import { fold, type Happening, isEmpty } from './fold.ts';

const job = (nodes: string[]): ReturnType<typeof newJob> => newJob({ id: 'j', quorum: 1, nodes });
const start: Happening = { jobId: 'j', input: { type: 'start', down: [] } };
const news = (node: string, what: 'ack_commit' | 'nack_commit' | 'down', onlyLive = false): Happening => ({
  jobId: 'j',
  input: { type: 'news', node, news: what },
  onlyLive,
});

describe('what a series of happenings makes of a job', () => {
  it('holds all events in order, and only the last word on a node and on the job', () => {
    const working = job(['a', 'b']);
    const change = fold(working, [start, news('a', 'ack_commit'), news('a', 'nack_commit'), news('b', 'ack_commit')]);
    expect(change.status).toBe('running');
    expect(change.events.map(({ event }) => event)).toEqual([
      'start',
      'quorum_vote',
      'rehab',
      'quorum_vote',
      'quorum_vote',
      'quorum_succeeded',
    ]);
    expect([...change.nodes.values()].map(({ node, status }) => `${node} ${status}`)).toEqual([
      'a unavailable',
      'b ready',
    ]);
    expect(working.status).toBe('running');
  });

  it('passes over a node whose part is over, where only a live one counts', () => {
    const working = job(['a', 'b']);
    fold(working, [start, news('a', 'nack_commit')]);
    expect(isEmpty(fold(working, [news('a', 'down', true), news('stranger', 'down', true)]))).toBe(true);
    expect(isEmpty(fold(working, [news('b', 'down', true)]))).toBe(false);
  });

  it('remembers who missed a command, and changes nothing for it', () => {
    const working = job(['a']);
    fold(working, [start]);
    const change = fold(working, [{ jobId: 'j', input: { type: 'missed', node: 'a' }, onlyLive: true }]);
    expect(change).toMatchObject({ missed: ['a'], events: [], effects: [] });
    expect(isEmpty(change)).toBe(false);
  });
});
