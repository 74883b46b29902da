import { Redis, type RedisOptions } from 'ioredis';
import { z } from 'zod';

/** How replies are mapped is part of a connection's type. */
type Settings = Omit<RedisOptions, 'replyMapping'>;

/**
 * A connection that comes back by itself. Commands fail at once while Redis is away, instead of piling up: whoever
 * needs them repeats its work (promise: losing Redis costs latency, never a job).
 * @param url as `connectTo` takes it
 */
export function openRedis(url: string): Redis {
  return connectTo(url, {
    maxRetriesPerRequest: 1,
    enableOfflineQueue: false,
    connectTimeout: 2_000,
    commandTimeout: 2_000,
    retryStrategy: (attempt) => Math.min(100 * attempt, 2_000),
  });
}

/**
 * `redis://...`, `rediss://...` with TLS, or whichever server Sentinels name:
 * `redis+sentinel://[[USER]:PASSWORD@]HOST:PORT[,HOST:PORT...]/MASTER[/DATABASE]`, `rediss+sentinel://` with TLS to all.
 */
export function connectTo(url: string, options: Settings): Redis {
  const behind = behindSentinels(url);
  const redis = behind === undefined ? new Redis(url, options) : new Redis({ ...options, ...behind });
  // Without a listener ioredis throws; the state of the connection is watched by the readiness check.
  redis.on('error', () => undefined);
  return redis;
}

const SENTINELS =
  /^redis(?<tls>s?)\+sentinel:\/\/(?:(?<login>[^@]*)@)?(?<hosts>[^/@]+)\/(?<name>[^/]+)(?:\/(?<db>\d+))?$/;

/** For the environment of an application: a server, or the Sentinels that know it. */
export const redisUrl = z.union([z.url({ protocol: /^rediss?$/ }), z.string().regex(SENTINELS)], {
  error: 'expected redis://HOST:PORT or redis+sentinel://HOST:PORT,HOST:PORT/MASTER',
});

/** Undefined where the URL names a server itself. */
export function behindSentinels(url: string): Settings | undefined {
  const parts = SENTINELS.exec(url)?.groups;
  if (parts === undefined) return undefined;
  const { tls, login = '', hosts = '', name = '', db = '0' } = parts;
  const [username = '', password = ''] = login.split(':').map(decodeURIComponent);
  const sentinels = hosts.split(',').map((address) => {
    const [host = '', port = '26379'] = address.split(':');
    return { host, port: Number(port) };
  });
  return {
    ...{ sentinels, name, db: Number(db) },
    ...(username === '' ? {} : { username }),
    ...(password === '' ? {} : { password }),
    ...(tls === 's' ? { tls: {}, enableTLSForSentinelMode: true, sentinelTLS: {} } : {}),
  };
}
