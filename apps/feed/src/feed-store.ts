import type { OnApplicationShutdown } from '@nestjs/common';
import { type Database, Prisma } from '@push-jobs/db';
import type { Feed, FeedEvent } from './feed.ts';

/** How far a job and its feed have come. */
export interface JobProgress {
  /** Number of the last event; 0 before the first. */
  readonly lastEvent: number;
  /** Its time, and the time now, in microseconds since 1970. */
  readonly lastMicros: number;
  readonly nowMicros: number;
  /** Milliseconds since the job ended; null while it has not. */
  readonly endedAgoMs: number | null;
}

/** What is left of an organization's feed. */
export interface OrganizationHistory {
  readonly lastEvent: number;
  /** Number of the oldest event that is still played; null where there is none. */
  readonly oldestKept: number | null;
  /** Nothing before this time is played, in microseconds since 1970. */
  readonly horizonMicros: number;
}

/** A page ends with whichever is reached first; it always has one event, where there is one. */
export interface PageSize {
  readonly events: number;
  readonly bytes: number;
}

const JOB_ID = /^[0-9a-f]{32}$/;

/** Reads feeds. Times are Postgres's own, so that all replicas agree. */
export class FeedStore implements OnApplicationShutdown {
  constructor(private readonly database: Database) {}

  /** Undefined where the organization has no such job. */
  async job(organization: string, jobId: string): Promise<JobProgress | undefined> {
    if (!JOB_ID.test(jobId)) return undefined;
    const [job] = await this.database.$queryRaw<JobProgress[]>`
      select last_event as "lastEvent",
        last_event_micros::float8 as "lastMicros",
        floor(extract(epoch from now()) * 1000000)::float8 as "nowMicros",
        (extract(epoch from now() - ended_at) * 1000)::float8 as "endedAgoMs"
      from job where id = ${jobId} and organization = ${organization}`;
    return job;
  }

  async organization(organization: string, keepMs: number): Promise<OrganizationHistory> {
    const [history] = await this.database.$queryRaw<[OrganizationHistory]>`
      with horizon as (select now() - ${keepMs}::float8 * interval '1 millisecond' as at)
      select
        coalesce((select last_event from organization_feed where organization = ${organization}), 0)::float8 as "lastEvent",
        (select min(number)::float8 from organization_event e
          where e.organization = ${organization} and e.at > horizon.at) as "oldestKept",
        floor(extract(epoch from horizon.at) * 1000000)::float8 as "horizonMicros"
      from horizon`;
    return history;
  }

  /** Number of the last event of each of these feeds, in one query; a feed without events may be left out. */
  async lastEvents(feeds: readonly Feed[]): Promise<(Feed & { readonly last: number })[]> {
    const names = (kind: Feed['kind']): string[] => feeds.filter((feed) => feed.kind === kind).map(({ name }) => name);
    return this.database.$queryRaw`
      select 'job' as kind, id as name, last_event::float8 as last from job where id = any(${names('job')})
      union all
      select 'organization', organization, last_event::float8 from organization_feed
      where organization = any(${names('organization')})`;
  }

  /** The events that follow event `after`, in order, as many as a page holds. */
  async events({ kind, name }: Feed, after: number, { events, bytes }: PageSize): Promise<FeedEvent[]> {
    // A job's events have no holes, so a page is a range: with the limit alone, and no statistics of a table that was
    // filled a moment ago, Postgres sorts all that is left for every page.
    const from =
      kind === 'job'
        ? Prisma.sql`job_event where job_id = ${name} and number <= ${after + events}`
        : Prisma.sql`organization_event where organization = ${name}`;
    return this.database.$queryRaw`
      select number::float8 as number, event, data from (
        select number, event, data, sum(octet_length(data)) over (order by number) - octet_length(data) as before
        from (select number, event, data from ${from} and number > ${after} order by number limit ${events}) following
      ) measured
      where before < ${bytes} order by number`;
  }

  /** @throws while Postgres does not answer */
  async ping(): Promise<void> {
    await this.database.$queryRaw`select 1`;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.database.$disconnect();
  }
}
