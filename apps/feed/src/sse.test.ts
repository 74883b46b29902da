import { describe, expect, it } from 'vitest';
import { eventNumber, type Feed, type FeedEvent } from './feed.ts';
import { SseBatch } from './sse.ts';

const job: Feed = { kind: 'job', name: 'j' };
const organization: Feed = { kind: 'organization', name: 'acme' };
const event = (number: number, name = 'quorum_vote'): FeedEvent => ({
  number,
  event: name,
  data: `{"node":"ü${number}"}`,
});

describe('SseBatch', () => {
  it('writes event, id, data and a blank line', () => {
    expect(String(new SseBatch(organization, [event(7, 'start')]).from(7))).toBe(
      'event: start\nid: org-7\ndata: {"node":"ü7"}\n\n',
    );
  });

  it('starts at any of its events', () => {
    const batch = new SseBatch(job, [event(7), event(8), event(9)]);
    expect(String(batch.from(8))).toBe(
      'event: quorum_vote\nid: job-8\ndata: {"node":"ü8"}\n\nevent: quorum_vote\nid: job-9\ndata: {"node":"ü9"}\n\n',
    );
    expect(batch.from(9).buffer).toBe(batch.from(7).buffer);
  });

  it('ends a job with job_complete, and an organization never', () => {
    expect(new SseBatch(job, [event(1), event(2, 'job_complete')]).ended).toBe(true);
    expect(new SseBatch(job, [event(1)]).ended).toBe(false);
    expect(new SseBatch(organization, [event(1, 'job_complete')]).ended).toBe(false);
  });
});

describe('eventNumber', () => {
  it.each(['', 'job-', 'job-0', 'job-01', 'job--1', 'job-1.5', 'job-1 ', 'org-1', 'job-9999999999999999'])(
    'does not know %j in a job feed',
    (id) => expect(eventNumber(job, id)).toBeUndefined(),
  );

  it('reads the number of an id', () => {
    expect(eventNumber(job, 'job-12')).toBe(12);
    expect(eventNumber(organization, 'org-345')).toBe(345);
  });
});
