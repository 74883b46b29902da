import type { Call } from '@push-jobs/db';
import type { FeedEvent, Recorded } from './recorded.ts';

/** New events of one organization's feed. */
export interface OrganizationNews {
  readonly organization: string;
  readonly events: readonly FeedEvent[];
}

/** An event as it was written: in no order. */
export interface OrganizationRow extends FeedEvent {
  readonly organization: string;
}

/**
 * Puts the first and last words of jobs into their organizations' feeds (wire contract section 8). Comes last in a
 * transaction, together with the commit: the lock on a feed's row, which all jobs of an organization share, is held for
 * no round trip. So the numbers and the times are filled in by Postgres. Feeds are locked in order of name, so that
 * transactions cannot wait in a ring.
 */
export function writeOrganizationFeeds(recorded: readonly Recorded[], nowMs: number): Call[] {
  const places = new Map<string, number>();
  const rows = recorded.flatMap(({ organization, forOrganization }) =>
    forOrganization.map((entry) => {
      const place = (places.get(organization) ?? 0) + 1;
      places.set(organization, place);
      return { organization, place, ...entry };
    }),
  );
  return rows.length === 0 ? [] : [{ statement: FEEDS, values: [JSON.stringify(rows), nowMs * 1_000] }];
}

const FEEDS = {
  name: 'write_organization_feeds',
  text: `
    with news as materialized (
      select organization, place, event, rest
        from jsonb_to_recordset($1::jsonb) as n(organization text, place int, event text, rest text)
    ), wanted as materialized (
      select organization, count(*) as count from news group by organization
    ), reserved as (
      insert into organization_feed as feed (organization, last_event, last_micros)
      select organization, count, $2::bigint + count - 1 from wanted order by organization
          on conflict (organization) do update
         set last_event = feed.last_event + excluded.last_event,
             last_micros = greatest(feed.last_micros + excluded.last_event, excluded.last_micros)
      returning organization, last_event, last_micros
    ), numbered as (
      select news.organization, event, rest, reserved.last_event - wanted.count + place as number,
             timestamp 'epoch' + (last_micros - wanted.count + place) * interval '1 microsecond' as at
        from news
        join wanted on wanted.organization = news.organization
        join reserved on reserved.organization = news.organization
    )
    insert into organization_event (organization, number, event, data)
    select organization, number, event,
           '{"timestamp":"' || to_char(at, 'YYYY-MM-DD HH24:MI:SS.US"Z"') || '",' || rest
      from numbered
    returning organization, number::float8, event, data`,
};

/** The rows of each organization, in order. */
export function newsOf(rows: readonly OrganizationRow[]): OrganizationNews[] {
  const byOrganization = new Map<string, OrganizationRow[]>();
  for (const row of rows) {
    const feed = byOrganization.get(row.organization);
    if (feed === undefined) byOrganization.set(row.organization, [row]);
    else feed.push(row);
  }
  return Array.from(byOrganization, ([organization, events]) => {
    return { organization, events: events.sort((a, b) => a.number - b.number) };
  });
}
