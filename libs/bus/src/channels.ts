import type { Redis } from 'ioredis';

/** Redis pub/sub channels. Messages are hints: whoever misses one reads the rest from Postgres. */
export const channels = {
  /** New events of one job's feed: JSON of `FeedMessage`. */
  jobFeed: (jobId: string): string => `feed:job:${jobId}`,
  /** New events of an organization's feed: JSON of `FeedMessage`. */
  organizationFeed: (organization: string): string => `feed:organization:${organization}`,
} as const;

/** Events `first`, `first + 1`, ... of one feed, each `[event name, JSON text]`. */
export interface FeedMessage {
  readonly first: number;
  readonly events: readonly (readonly [event: string, data: string])[];
}

export interface Publication {
  readonly channel: string;
  readonly message: FeedMessage;
}

/** All of them at once. @throws while Redis is away */
export async function publish(redis: Redis, publications: readonly Publication[]): Promise<void> {
  const pipeline = redis.pipeline();
  for (const { channel, message } of publications) pipeline.publish(channel, JSON.stringify(message));
  const answers = (await pipeline.exec()) ?? [];
  for (const [error] of answers) if (error !== null) throw error;
}
