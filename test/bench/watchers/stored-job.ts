import { channels, type FeedMessage } from '@push-jobs/bus';
import { ORGANIZATION } from '@push-jobs/local';
import { randomBytes } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Client } from 'pg';
import { type EventBatch, eventTexts } from './event-text.ts';

/** A job in the database that nobody works at: events get into its feed as the orchestrator puts them there. */
export class StoredJob {
  private constructor(
    readonly id: string,
    private readonly postgres: Client,
    private readonly redis: Redis,
  ) {}

  /** `events`: how many its feed has. A job that has `ended` did so just now. */
  static async create(
    { postgres, redis }: { postgres: Client; redis: Redis },
    { events, ended }: { events: number; ended: boolean },
  ): Promise<StoredJob> {
    const id = Date.now().toString(16).padStart(12, '0') + randomBytes(10).toString('hex');
    await postgres.query(
      `insert into job (id, organization, requested_by, status, command, run_timeout_ms, quorum, node_count,
         created_at, updated_at, deadline_at, ended_at, last_event, last_event_micros)
       values ($1, $2, 'admin', $3, 'uptime', 3600000, 0, 0, now(), now(), now() + interval '1 day', $4, $5,
         extract(epoch from now()) * 1000000)`,
      [id, ORGANIZATION, ended ? 'complete' : 'running', ended ? new Date() : null, events],
    );
    const numbers = Array.from({ length: events }, (_, i) => i + 1);
    const texts = eventTexts({ first: 1, count: events, sent: Date.now() });
    await postgres.query(
      `insert into job_event (job_id, number, event, data)
       select $1, number, case when number = $4 then 'job_complete' else 'run_complete' end, data
       from unnest($2::int[], $3::text[]) as row (number, data)`,
      [id, numbers, texts, ended ? events : 0],
    );
    return new StoredJob(id, postgres, redis);
  }

  get path(): string {
    return `/organizations/${ORGANIZATION}/pushy/job_status_feed/${this.id}`;
  }

  /** The next events, durable and then announced. */
  async publish(batch: EventBatch): Promise<void> {
    const { first, count } = batch;
    const texts = eventTexts(batch);
    await this.postgres.query({
      name: 'publish',
      text: `with told as (update job set last_event = $3 where id = $1)
        insert into job_event (job_id, number, event, data)
        select $1, number, 'run_complete', data
        from unnest($4::text[]) with ordinality as row (data, place), lateral (select $2::int + place::int - 1) as at (number)`,
      values: [this.id, first, first + count - 1, texts],
    });
    const [head, ...tail] = texts.map((data) => ['run_complete', data] as const);
    if (head === undefined) return;
    const message: FeedMessage = { first, events: [head, ...tail] };
    await this.redis.publish(channels.jobFeed(this.id), JSON.stringify(message));
  }
}
