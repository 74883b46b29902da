import { Redis } from 'ioredis';

/**
 * A connection that comes back by itself. Commands fail at once while Redis is away, instead of piling up: whoever
 * needs them repeats its work (promise: losing Redis costs latency, never a job).
 */
export function openRedis(url: string): Redis {
  const redis = new Redis(url, {
    maxRetriesPerRequest: 1,
    enableOfflineQueue: false,
    connectTimeout: 2_000,
    commandTimeout: 2_000,
    retryStrategy: (attempt) => Math.min(100 * attempt, 2_000),
  });
  // Without a listener ioredis throws; the state of the connection is watched by the readiness check.
  redis.on('error', () => undefined);
  return redis;
}
