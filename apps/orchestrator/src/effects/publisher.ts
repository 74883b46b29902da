import { Injectable } from '@nestjs/common';
import { channels, type FeedMessage } from '@push-jobs/bus';
import { RedisConnection } from '../connections/redis.ts';
import { Events } from '../events.ts';
import type { Committed } from '../machine/job-changes.ts';
import type { FeedEvent } from '../machine/recorded.ts';

/** Keeps one message small, so that Redis and the readers stay responsive. */
const EVENTS_PER_MESSAGE = 500;

/** Tells watchers of new events. Only a hint: a feed that hears nothing reads the same from Postgres. */
@Injectable()
export class Publisher {
  constructor(
    private readonly redis: RedisConnection,
    private readonly events: Events,
  ) {}

  publish({ recorded, organizations }: Committed): void {
    for (const job of recorded) this.say(channels.jobFeed(job.id), job.events);
    for (const { organization, events } of organizations) this.say(channels.organizationFeed(organization), events);
  }

  private say(channel: string, events: readonly FeedEvent[]): void {
    for (let i = 0; i < events.length; i += EVENTS_PER_MESSAGE) {
      const slice = events.slice(i, i + EVENTS_PER_MESSAGE);
      const message: FeedMessage = {
        first: slice[0]?.number ?? 0,
        events: slice.map(({ event, data }) => [event, data] as const),
      };
      this.redis.redis.publish(channel, JSON.stringify(message)).catch((error: unknown) => {
        this.events.publishFailed(channel, error);
      });
    }
  }
}
