import { Injectable } from '@nestjs/common';
import { channels, type Publication, publish } from '@push-jobs/bus';
import { RedisConnection } from '../connections/redis.ts';
import { Events } from '../events.ts';
import type { Committed } from '../machine/commit.ts';
import type { FeedEvent } from '../machine/recorded.ts';

/** Keeps one message small, so that Redis and the readers stay responsive. */
const EVENTS_PER_MESSAGE = 500;
const CHARACTERS_PER_MESSAGE = 1_000_000;

/** Tells watchers of new events. Only a hint: a feed that hears nothing reads the same from Postgres. */
@Injectable()
export class Publisher {
  constructor(
    private readonly redis: RedisConnection,
    private readonly events: Events,
  ) {}

  publish({ recorded, organizations }: Committed): void {
    const publications = [
      ...recorded.flatMap(({ id, events }) => messagesOf(channels.jobFeed(id), events)),
      ...organizations.flatMap((news) => messagesOf(channels.organizationFeed(news.organization), news.events)),
    ];
    publish(this.redis.redis, publications).catch((error: unknown) => {
      this.events.publishFailed(publications.length, error);
    });
  }
}

/** Runs of events that fit into a message each; one that is too long for any goes alone. */
export function messagesOf(channel: string, events: readonly FeedEvent[]): Publication[] {
  const publications: Publication[] = [];
  for (let start = 0, end = 0; start < events.length; start = end) {
    for (let characters = 0; end < events.length && end - start < EVENTS_PER_MESSAGE; end++) {
      characters += events[end]?.data.length ?? 0;
      if (characters > CHARACTERS_PER_MESSAGE && end > start) break;
    }
    const slice = events.slice(start, end);
    const message = { first: slice[0]?.number ?? 0, events: slice.map(({ event, data }) => [event, data] as const) };
    publications.push({ channel, message });
  }
  return publications;
}
