import { env, type LogLevel, parseEnv, serviceEnv } from '@push-jobs/platform';
import { z } from 'zod';

const Env = z.object({
  ...serviceEnv,
  DATABASE_URL: env.databaseUrl,
  GRPC_PORT: env.port,
  MAX_READERS: z.coerce.number().int().positive().default(200),
});

export class Config {
  private constructor(
    readonly logLevel: LogLevel,
    readonly listenHost: string,
    readonly grpcPort: number,
    readonly operationsPort: number,
    readonly databaseUrl: string,
    /** Outputs that are read at a time; each holds about a chunk in memory, for as long as its reader takes. */
    readonly maxReaders: number,
  ) {}

  /** @throws Error that names every bad variable. */
  static from(source: NodeJS.ProcessEnv): Config {
    const e = parseEnv(Env, source);
    return new Config(e.LOG_LEVEL, e.LISTEN_HOST, e.GRPC_PORT, e.OPERATIONS_PORT, e.DATABASE_URL, e.MAX_READERS);
  }
}
