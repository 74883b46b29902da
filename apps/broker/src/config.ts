import { redisUrl } from '@push-jobs/bus';
import { env, parseEnv, serviceEnv } from '@push-jobs/platform';
import { z } from 'zod';

const Env = z
  .object({
    ...serviceEnv,
    DATABASE_URL: env.databaseUrl,
    REDIS_URL: redisUrl,
    GRPC_PORT: env.port,
    /** `host:port` at which orchestrators and gateways reach this very process. */
    ADVERTISED_GRPC_ADDRESS: env.grpcAddress,
    /** One lane of reports is kept to each. */
    ORCHESTRATOR_ADDRESSES: z
      .string()
      .transform((text) => text.split(',').map((address) => address.trim()))
      .pipe(z.array(env.grpcAddress).min(1)),
    /** The name under which nodes reach both channels. */
    PUBLIC_HOST: z.string().min(1),
    HEARTBEAT_PORT: env.port.default(10_000),
    COMMAND_PORT: env.port.default(10_002),
    /** Where nodes find the channels, if not at the ports we listen on: behind a balancer. */
    PUBLIC_HEARTBEAT_PORT: env.port.optional(),
    PUBLIC_COMMAND_PORT: env.port.optional(),
    /** The command channel of 1.x nodes, which cannot encrypt. Absent: there is none. */
    UNENCRYPTED_COMMAND_PORT: env.port.optional(),
    PUBLIC_UNENCRYPTED_COMMAND_PORT: env.port.optional(),
    HEARTBEAT_INTERVAL_SECONDS: env.secondsAsMs.default(10_000),
    CONFIG_LIFETIME_SECONDS: z.coerce.number().int().positive().default(3_600),
    MAX_MESSAGE_SKEW_SECONDS: z.coerce.number().int().positive().default(300),
    /** Bytes of a message's body. */
    MAX_BODY_SIZE: z.coerce.number().int().min(1_024).default(65_536),
    SEALING_KEY: env.sealingKey,
    /** Reports that may wait for the orchestrator before the broker stops reading from its nodes. */
    REPORT_QUEUE_LIMIT: z.coerce.number().int().positive().default(100_000),
    /** The same in bytes: reports of results carry what the command wrote. */
    REPORT_QUEUE_BYTES: z.coerce.number().int().positive().default(134_217_728),
    /** Messages of one connection that are looked at; 0: all. A healthy node stays far below. */
    MAX_MESSAGES_PER_SECOND: z.coerce.number().int().nonnegative().default(100),
  })
  .transform(({ HEARTBEAT_INTERVAL_SECONDS, ...rest }) => ({
    ...rest,
    heartbeatAddress: `tcp://${rest.PUBLIC_HOST}:${rest.PUBLIC_HEARTBEAT_PORT ?? rest.HEARTBEAT_PORT}`,
    commandAddress: `tcp://${rest.PUBLIC_HOST}:${rest.PUBLIC_COMMAND_PORT ?? rest.COMMAND_PORT}`,
    unencryptedCommandAddress:
      rest.UNENCRYPTED_COMMAND_PORT === undefined
        ? undefined
        : `tcp://${rest.PUBLIC_HOST}:${rest.PUBLIC_UNENCRYPTED_COMMAND_PORT ?? rest.UNENCRYPTED_COMMAND_PORT}`,
    heartbeatIntervalMs: HEARTBEAT_INTERVAL_SECONDS,
  }));

export type Config = z.output<typeof Env>;

/** @throws Error that names every bad variable. */
export const readConfig = (source: NodeJS.ProcessEnv): Config => parseEnv(Env, source);
