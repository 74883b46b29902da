import { env, type LogLevel, parseEnv, serviceEnv } from '@push-jobs/platform';
import { z } from 'zod';

const Env = z.object({
  ...serviceEnv,
  GATEWAY_PORT: env.port.default(10_003),
  ORCHESTRATOR_ADDRESS: env.grpcAddress,
  BROKER_ADDRESS: env.grpcAddress,
  OUTPUT_ADDRESS: env.grpcAddress,
  FEED_URL: z.url({ protocol: /^https?$/ }).transform((url) => new URL(url)),
});

export interface Config {
  readonly logLevel: LogLevel;
  readonly listenHost: string;
  readonly port: number;
  readonly operationsPort: number;
  readonly orchestratorAddress: string;
  readonly brokerAddress: string;
  readonly outputAddress: string;
  /** Where the feed service listens. Only the origin counts: paths go through as the caller sent them. */
  readonly feedUrl: URL;
}

/** @throws Error that names every bad variable. */
export function readConfig(source: NodeJS.ProcessEnv): Config {
  const e = parseEnv(Env, source);
  return {
    logLevel: e.LOG_LEVEL,
    listenHost: e.LISTEN_HOST,
    port: e.GATEWAY_PORT,
    operationsPort: e.OPERATIONS_PORT,
    orchestratorAddress: e.ORCHESTRATOR_ADDRESS,
    brokerAddress: e.BROKER_ADDRESS,
    outputAddress: e.OUTPUT_ADDRESS,
    feedUrl: e.FEED_URL,
  };
}
