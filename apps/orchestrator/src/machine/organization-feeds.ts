import type { Transaction } from '@push-jobs/db';
import type { JobEvent } from '@push-jobs/job';
import { organizationEventJson } from './event-json.ts';
import { type FeedEvent, type Recorded, required } from './recorded.ts';

/** New events of one organization's feed. */
export interface OrganizationNews {
  readonly organization: string;
  readonly events: readonly FeedEvent[];
}

interface Pending {
  readonly job: Recorded;
  readonly event: JobEvent;
}

/**
 * Puts the first and last words of jobs into their organizations' feeds (wire contract section 8). Comes last in a
 * transaction: the lock on a feed's row, which all jobs of an organization share, is then held for the commit only.
 */
export async function writeOrganizationFeeds(
  tx: Transaction,
  recorded: readonly Recorded[],
  nowMs: number,
): Promise<OrganizationNews[]> {
  const pending = byOrganization(recorded);
  if (pending.size === 0) return [];
  const ranges = await reserve(tx, pending, nowMs);
  const news = ranges.map(({ organization, lastEvent, lastMicros }) => {
    const entries = pending.get(organization) ?? [];
    const events = entries.map(({ job, event }, i) => {
      const behind = entries.length - 1 - i;
      const data = organizationEventJson(job.id, event, lastMicros - behind, () => required(job.id, job.announcement));
      return { number: lastEvent - behind, event: event.event, data };
    });
    return { organization, events };
  });
  await insert(tx, news);
  return news;
}

function byOrganization(recorded: readonly Recorded[]): Map<string, Pending[]> {
  const pending = new Map<string, Pending[]>();
  for (const job of recorded) {
    for (const event of job.forOrganization) {
      const entries = pending.get(job.organization) ?? [];
      entries.push({ job, event });
      pending.set(job.organization, entries);
    }
  }
  return pending;
}

interface Range {
  organization: string;
  lastEvent: number;
  lastMicros: number;
}

/** Takes the next numbers and microseconds of each feed, in order of name so that transactions cannot wait in a ring. */
function reserve(tx: Transaction, pending: ReadonlyMap<string, readonly Pending[]>, nowMs: number): Promise<Range[]> {
  const wanted = Array.from(pending, ([organization, entries]) => {
    return { organization, count: entries.length, last_micros: nowMs * 1_000 + entries.length - 1 };
  });
  return tx.$queryRaw<Range[]>`
    insert into organization_feed as feed (organization, last_event, last_micros)
    select organization, count, last_micros
      from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb)
        as wanted(organization text, count bigint, last_micros bigint)
     order by organization
        on conflict (organization) do update
       set last_event = feed.last_event + excluded.last_event,
           last_micros = greatest(feed.last_micros + excluded.last_event, excluded.last_micros)
    returning organization, last_event::float8 as "lastEvent", last_micros::float8 as "lastMicros"`;
}

async function insert(tx: Transaction, news: readonly OrganizationNews[]): Promise<void> {
  const rows = news.flatMap(({ organization, events }) => events.map((event) => ({ organization, ...event })));
  await tx.$executeRaw`
    insert into organization_event (organization, number, event, data)
    select organization, number, event, data
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as e(organization text, number bigint, event text, data text)`;
}
