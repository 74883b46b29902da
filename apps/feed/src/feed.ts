import { channels } from '@push-jobs/bus';

/** One numbered sequence of events; `name` is the job's id or the organization's name. */
export interface Feed {
  readonly kind: 'job' | 'organization';
  readonly name: string;
}

export interface FeedEvent {
  readonly number: number;
  readonly event: string;
  /** JSON text as it is sent. */
  readonly data: string;
}

/** The Redis channel of a feed, which is also its name inside this process. */
export function channelOf({ kind, name }: Feed): string {
  return kind === 'job' ? channels.jobFeed(name) : channels.organizationFeed(name);
}

const PREFIX = { job: 'job-', organization: 'org-' } as const;
const NUMBER = /^[1-9]\d{0,14}$/;

/** `job-N` or `org-N` (wire contract section 8). */
export function eventId(feed: Feed, number: number): string {
  return PREFIX[feed.kind] + String(number);
}

/** The number in an id of this kind of feed; undefined where the text is none. */
export function eventNumber(feed: Feed, id: string): number | undefined {
  const digits = id.startsWith(PREFIX[feed.kind]) ? id.slice(PREFIX[feed.kind].length) : '';
  return NUMBER.test(digits) ? Number(digits) : undefined;
}
