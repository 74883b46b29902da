import { describe, expect, it } from 'vitest';
import { startOfJobFeed, startOfOrganizationFeed } from './start.ts';

describe('startOfJobFeed', () => {
  const feed = { kind: 'job', name: 'j' } as const;
  const start = (endedAgoMs: number | null, lastEventId?: string) =>
    startOfJobFeed({ lastEvent: 9, lastMicros: 0, nowMicros: 0, endedAgoMs }, feed, lastEventId, 5_000);

  it.each([undefined, '', 'nonsense', 'job-10', 'org-3'])('plays everything for Last-Event-ID %j', (id) => {
    expect(start(null, id)).toEqual({ kind: 'play', after: 0 });
    expect(start(5_000, id)).toEqual({ kind: 'play', after: 0 });
  });

  it('plays what came after a known event, even long after the end', () => {
    expect(start(null, 'job-3')).toEqual({ kind: 'play', after: 3 });
    expect(start(5_000, 'job-9')).toEqual({ kind: 'play', after: 9 });
    expect(start(5_001, 'job-3')).toEqual({ kind: 'play', after: 3 });
  });

  it.each([undefined, 'nonsense', 'job-9', 'job-10'])(
    'is a summary after the grace time for Last-Event-ID %j',
    (id) => {
      expect(start(5_001, id)).toEqual({ kind: 'summary' });
    },
  );
});

describe('startOfOrganizationFeed', () => {
  const feed = { kind: 'organization', name: 'acme' } as const;
  const start = (oldestKept: number | null, id?: string) =>
    startOfOrganizationFeed({ lastEvent: 9, oldestKept, horizonMicros: 0 }, feed, id);

  it('plays only what is new to who names no event', () => {
    expect(start(4)).toEqual({ after: 9, lost: false });
  });

  it('plays what came after an event that is kept', () => {
    expect(start(4, 'org-4')).toEqual({ after: 4, lost: false });
    expect(start(4, 'org-9')).toEqual({ after: 9, lost: false });
  });

  it.each(['org-3', 'org-10', 'job-5', 'nonsense'])('plays all that is kept, and says so, for %j', (id) => {
    expect(start(4, id)).toEqual({ after: 3, lost: true });
  });

  it('says so as well where nothing is kept', () => {
    expect(start(null, 'org-9')).toEqual({ after: 9, lost: true });
  });
});
