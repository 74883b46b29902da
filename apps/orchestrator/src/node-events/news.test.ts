import type { NodeEvent__Output } from '@push-jobs/contracts';
import { describe, expect, it } from 'vitest';
import { happenings, type JobsOfNode } from './news.ts';

const jobsOf: JobsOfNode = (organization, node) => (organization === 'acme' && node === 'a' ? ['j1', 'j2'] : []);
const event = (more: Partial<NodeEvent__Output>): NodeEvent__Output => ({
  organization: 'acme',
  node: 'a',
  jobId: 'j1',
  news: 'ACK_COMMIT',
  reason: '',
  output: null,
  untilAcknowledged: false,
  ...more,
});
const of = (more: Partial<NodeEvent__Output>): unknown => happenings([event(more)], jobsOf);

describe('what node events mean to jobs', () => {
  it('is heard by the job that they name', () => {
    expect(of({ reason: 'busy', news: 'NACK_COMMIT' })).toEqual([
      {
        jobId: 'j1',
        organization: 'acme',
        input: { type: 'news', node: 'a', news: 'nack_commit', reason: 'busy' },
        onlyLive: false,
      },
    ]);
  });

  it('is nothing where a newer broker says something new', () => {
    expect(of({ news: 'NODE_NEWS_UNSPECIFIED' })).toEqual([]);
  });

  it('is heard by all unfinished jobs of a node that goes down', () => {
    expect(of({ jobId: '', news: 'DOWN' })).toEqual(
      ['j1', 'j2'].map((jobId) => ({
        jobId,
        organization: 'acme',
        input: { type: 'news', node: 'a', news: 'down' },
        onlyLive: false,
      })),
    );
    expect(of({ jobId: '', news: 'DOWN', node: 'b' })).toEqual([]);
  });

  it('is heard only by jobs that wait for the node, where an event other than down names none', () => {
    expect(of({ jobId: '', news: 'ABORTED' })).toMatchObject([{ onlyLive: true }, { onlyLive: true }]);
  });

  it('is a command to send again where the node missed one', () => {
    expect(of({ news: 'MISSED' })).toEqual([
      { jobId: 'j1', organization: 'acme', input: { type: 'missed', node: 'a' }, onlyLive: true },
    ]);
  });

  it('is, of a result that the node repeats, that it began and how it ended, to a job that still waits for it', () => {
    expect(of({ news: 'FAILED', reason: 'exit code 7', untilAcknowledged: true })).toEqual([
      { jobId: 'j1', organization: 'acme', input: { type: 'news', node: 'a', news: 'ack_run' }, onlyLive: true },
      {
        jobId: 'j1',
        organization: 'acme',
        input: { type: 'news', node: 'a', news: 'failed', reason: 'exit code 7' },
        onlyLive: true,
      },
    ]);
  });

  it('keeps a node’s words short, and free of what Postgres cannot hold', () => {
    const [said] = happenings([event({ news: 'FAILED', reason: `\0x${'y'.repeat(5_000)}` })], jobsOf);
    expect(said?.input).toMatchObject({ reason: `x${'y'.repeat(999)}` });
  });
});
