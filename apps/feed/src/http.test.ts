import { describe, expect, it } from 'vitest';
import { acceptsEventStream, isFeedPath } from './http.ts';

describe('isFeedPath', () => {
  it.each([
    '/organizations/acme/pushy/job_status_feed',
    '/organizations/acme/pushy/job_status_feed/',
    '//organizations//acme/pushy//job_status_feed//0123//',
    '/organizations/acme/pushy/job_status_feed?x=/y',
  ])('knows %s', (url) => expect(isFeedPath(url)).toBe(true));

  it.each([
    '/organizations/acme/pushy/job_status_feeds',
    '/organizations/acme/pushy/job_status_feed/0123/more',
    '/organizations/pushy/job_status_feed',
    '/pushy/job_status_feed',
    '/?/organizations/acme/pushy/job_status_feed',
  ])('does not know %s', (url) => expect(isFeedPath(url)).toBe(false));
});

describe('acceptsEventStream', () => {
  it.each([undefined, 'text/event-stream', '*/*', 'application/json, */*;q=0.1', 'TEXT/event-stream; charset=utf-8'])(
    'is true for %j',
    (accept) => expect(acceptsEventStream(accept)).toBe(true),
  );

  it.each(['application/json', 'text/*', '', 'text/event-streams'])('is false for %j', (accept) =>
    expect(acceptsEventStream(accept)).toBe(false),
  );
});
