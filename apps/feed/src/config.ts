import { directoryEnv, type DirectorySettings, directorySettings } from '@push-jobs/access';
import { redisUrl } from '@push-jobs/bus';
import { env, parseEnv, serviceEnv } from '@push-jobs/platform';
import { z } from 'zod';

/** Connections of those who do not watch, or not yet: they are told to come back, and hold one meanwhile. */
const BESIDES_WATCHERS = 2_000;

const Variables = z.object({
  ...serviceEnv,
  ...directoryEnv,
  DATABASE_URL: env.databaseUrl,
  REDIS_URL: redisUrl,
  ORCHESTRATOR_ADDRESS: env.grpcAddress,
  FEED_PORT: env.port.default(10_004),
  FINISHED_GRACE_SECONDS: env.secondsAsMs.prefault(5),
  ORGANIZATION_FEED_KEEP_SECONDS: env.secondsAsMs.prefault(60),
  KEEPALIVE_SECONDS: env.secondsAsMs.prefault(15),
  MAX_PENDING_BYTES: z.coerce
    .number()
    .int()
    .min(1_024)
    .default(1024 * 1024),
  SLOW_WATCHER_SECONDS: env.secondsAsMs.prefault(10),
  MAX_WATCHERS: z.coerce.number().int().positive().default(10_000),
  /** `MAX_WATCHERS` and 2,000 where it is not said. */
  MAX_CONNECTIONS: z.coerce.number().int().positive().optional(),
  DRAIN_SECONDS: z.coerce.number().nonnegative().default(0),
  POLL_SECONDS: env.secondsAsMs.prefault(1),
});

const Env = Variables.transform((e) => ({
  ...e,
  MAX_CONNECTIONS: e.MAX_CONNECTIONS ?? e.MAX_WATCHERS + BESIDES_WATCHERS,
})).refine((e) => e.MAX_CONNECTIONS > e.MAX_WATCHERS, {
  path: ['MAX_CONNECTIONS'],
  error: 'has to be above MAX_WATCHERS, or watchers are hung up on who should be told to try again',
});

/** Read once, in main.ts. */
export class Config {
  private constructor(
    readonly service: Pick<z.output<typeof Env>, 'LOG_LEVEL' | 'LISTEN_HOST' | 'OPERATIONS_PORT'>,
    readonly port: number,
    readonly databaseUrl: string,
    readonly redisUrl: string,
    readonly orchestratorAddress: string,
    readonly directory: DirectorySettings,
    /** How long after its end a job's feed still plays in full. */
    readonly finishedGraceMs: number,
    /** How far an organization's feed goes back. */
    readonly organizationKeepMs: number,
    /** How often watched feeds are compared with Postgres, for what pub/sub lost. */
    readonly pollMs: number,
    /** Over how long watchers are sent away when the service stops; 0: all at once. */
    readonly drainMs: number,
    readonly connections: ConnectionLimits,
    /** More than this are sent to another replica. */
    readonly maxWatchers: number,
    /** More than this are hung up on. */
    readonly maxConnections: number,
  ) {}

  /** @throws Error that names every bad variable. */
  static from(source: NodeJS.ProcessEnv): Config {
    const e = parseEnv(Env, source);
    return new Config(
      { LOG_LEVEL: e.LOG_LEVEL, LISTEN_HOST: e.LISTEN_HOST, OPERATIONS_PORT: e.OPERATIONS_PORT },
      e.FEED_PORT,
      e.DATABASE_URL,
      e.REDIS_URL,
      e.ORCHESTRATOR_ADDRESS,
      directorySettings(e),
      e.FINISHED_GRACE_SECONDS,
      e.ORGANIZATION_FEED_KEEP_SECONDS,
      e.POLL_SECONDS,
      e.DRAIN_SECONDS * 1_000,
      { keepaliveMs: e.KEEPALIVE_SECONDS, maxPendingBytes: e.MAX_PENDING_BYTES, slowMs: e.SLOW_WATCHER_SECONDS },
      e.MAX_WATCHERS,
      e.MAX_CONNECTIONS,
    );
  }
}

export interface ConnectionLimits {
  /** After this much silence a comment line shows that the connection is alive. */
  readonly keepaliveMs: number;
  /** A watcher with more than this in its buffer gets nothing new before it has taken that. */
  readonly maxPendingBytes: number;
  /** A watcher who does not take what is in its buffer within this time is dropped. */
  readonly slowMs: number;
}
