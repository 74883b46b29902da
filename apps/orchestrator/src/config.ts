import { redisUrl } from '@push-jobs/bus';
import { env, parseEnv, serviceEnv } from '@push-jobs/platform';
import { z } from 'zod';

const Env = z.object({
  ...serviceEnv,
  GRPC_PORT: env.port,
  DATABASE_URL: env.databaseUrl,
  REDIS_URL: redisUrl,
  OUTPUT_ADDRESS: env.grpcAddress,
  VOTING_TIMEOUT_SECONDS: env.secondsAsMs.prefault(60),
  FINISHED_GRACE_SECONDS: env.secondsAsMs.prefault(5),
  HEARTBEAT_INTERVAL_SECONDS: env.secondsAsMs.prefault(10),
  ORGANIZATION_FEED_KEEP_SECONDS: env.secondsAsMs.prefault(60),
  CREATION_QUEUE_LIMIT: z.coerce.number().int().positive().default(10_000),
  RETENTION_DAYS: z.coerce.number().int().nonnegative().default(30),
  RETENTION_JOBS_PER_ORGANIZATION: z.coerce.number().int().nonnegative().default(100_000),
  DB_MIGRATE: z.stringbool().default(false),
});

/** The orchestrator's settings. Durations are in milliseconds. */
export class Config {
  readonly logLevel;
  readonly databaseUrl;
  readonly redisUrl;
  readonly outputAddress;
  /** Whether to bring the database up to date before anything else. */
  readonly migrate;
  readonly operations;
  /** `host:port` of the gRPC server. */
  readonly grpcUrl;
  readonly votingTimeoutMs;
  /** For so long after its end a job still ignores what comes in for it. */
  readonly finishedGraceMs;
  /** A node that has been at no live broker for three of these is down. */
  readonly heartbeatIntervalMs;
  readonly organizationFeedKeepMs;

  /** Jobs that may wait to be stored. */
  readonly creationQueueLimit;

  /** Jobs of days that are over for longer are removed; 0 keeps them. */
  readonly retentionDays;
  /** Beyond so many of one organization the oldest are removed; 0 keeps them. */
  readonly retentionJobs;

  private constructor(values: z.output<typeof Env>) {
    this.logLevel = values.LOG_LEVEL;
    this.databaseUrl = values.DATABASE_URL;
    this.redisUrl = values.REDIS_URL;
    this.outputAddress = values.OUTPUT_ADDRESS;
    this.migrate = values.DB_MIGRATE;
    this.operations = { host: values.LISTEN_HOST, port: values.OPERATIONS_PORT };
    this.grpcUrl = `${values.LISTEN_HOST}:${values.GRPC_PORT}`;
    this.votingTimeoutMs = values.VOTING_TIMEOUT_SECONDS;
    this.finishedGraceMs = values.FINISHED_GRACE_SECONDS;
    this.heartbeatIntervalMs = values.HEARTBEAT_INTERVAL_SECONDS;
    this.organizationFeedKeepMs = values.ORGANIZATION_FEED_KEEP_SECONDS;
    this.creationQueueLimit = values.CREATION_QUEUE_LIMIT;
    this.retentionDays = values.RETENTION_DAYS;
    this.retentionJobs = values.RETENTION_JOBS_PER_ORGANIZATION;
  }

  /** @throws Error that names every bad variable. */
  static from(source: NodeJS.ProcessEnv): Config {
    return new Config(parseEnv(Env, source));
  }
}
