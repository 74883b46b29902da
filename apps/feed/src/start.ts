import { eventNumber, type Feed } from './feed.ts';
import type { JobProgress, OrganizationHistory } from './feed-store.ts';

/** Where a watcher of a job begins. */
export type JobStart = { readonly kind: 'play'; readonly after: number } | { readonly kind: 'summary' };

/**
 * Wire contract section 8, "Job feed". After the grace time a feed is one summary, with one exception: a watcher who
 * was cut off in the middle and says what it has seen gets the rest, since a summary would leave a hole in what it
 * saw. One who has seen everything gets the summary as well.
 */
export function startOfJobFeed(
  job: JobProgress,
  feed: Feed,
  lastEventId: string | undefined,
  graceMs: number,
): JobStart {
  const seen = eventNumber(feed, lastEventId ?? '') ?? 0;
  const after = seen <= job.lastEvent ? seen : 0;
  if (job.endedAgoMs === null || job.endedAgoMs <= graceMs) return { kind: 'play', after };
  return after > 0 && after < job.lastEvent ? { kind: 'play', after } : { kind: 'summary' };
}

/** Where a watcher of an organization begins; `lost` where it has to be told that older events are gone. */
export interface OrganizationStart {
  readonly after: number;
  readonly lost: boolean;
}

/** Wire contract section 8, "Organization feed". */
export function startOfOrganizationFeed(
  { lastEvent, oldestKept }: OrganizationHistory,
  feed: Feed,
  lastEventId: string | undefined,
): OrganizationStart {
  if (lastEventId === undefined) return { after: lastEvent, lost: false };
  const beforeAllKept = oldestKept === null ? lastEvent : oldestKept - 1;
  const seen = eventNumber(feed, lastEventId);
  const kept = seen !== undefined && seen > beforeAllKept && seen <= lastEvent;
  return kept ? { after: seen, lost: false } : { after: beforeAllKept, lost: true };
}
