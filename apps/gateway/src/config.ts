import { chefServerAddress, directoryEnv, type DirectorySettings, directorySettings } from '@push-jobs/access';
import { env, type LogLevel, parseEnv, serviceEnv } from '@push-jobs/platform';
import { z } from 'zod';
import type { ChefProxySettings } from './proxy/chef-proxy.ts';
import type { RateLimitSettings } from './rate-limits.ts';

const Env = z.object({
  ...serviceEnv,
  ...directoryEnv,
  GATEWAY_PORT: env.port.default(10_003),
  ORCHESTRATOR_ADDRESS: env.grpcAddress,
  BROKER_ADDRESS: env.grpcAddress,
  OUTPUT_ADDRESS: env.grpcAddress,
  FEED_URL: z.url({ protocol: /^https?$/ }).transform((url) => new URL(url)),
  ALLOW_UNENCRYPTED_NODES: z.stringbool().default(false),
  RATE_LIMIT_PRINCIPAL_PER_SECOND: z.coerce.number().nonnegative().default(1_000),
  RATE_LIMIT_ORGANIZATION_PER_SECOND: z.coerce.number().nonnegative().default(2_000),
  MAX_CONNECTIONS: z.coerce.number().int().positive().default(10_000),
  MAX_BODY_BYTES_HELD: z.coerce.number().int().min(1_000_000).default(67_108_864),
  CHEF_PROXY_HOST: z.enum(['caller', 'server']).default('caller'),
  CHEF_PROXY_CONNECT_SECONDS: env.secondsAsMs.prefault(5),
  CHEF_PROXY_ANSWER_SECONDS: env.secondsAsMs.prefault(60),
  CHEF_PROXY_IDLE_SECONDS: env.secondsAsMs.prefault(60),
  CHEF_PROXY_MAX_BODY_BYTES: z.coerce.number().int().positive().default(262_144_000),
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
  /** 1.x nodes may fetch a configuration without encryption. Brokers have to be told too: `UNENCRYPTED_COMMAND_PORT`. */
  readonly allowUnencryptedNodes: boolean;
  readonly directory: DirectorySettings;
  readonly rateLimits: RateLimitSettings;
  readonly maxConnections: number;
  /** Of all requests that are being served. */
  readonly maxBodyBytesHeld: number;
  /** Undefined where no Chef Infra Server is configured, and unknown paths are 404. */
  readonly chefProxy: ChefProxySettings | undefined;
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
    allowUnencryptedNodes: e.ALLOW_UNENCRYPTED_NODES,
    directory: directorySettings(e),
    rateLimits: {
      principalPerSecond: e.RATE_LIMIT_PRINCIPAL_PER_SECOND,
      organizationPerSecond: e.RATE_LIMIT_ORGANIZATION_PER_SECOND,
    },
    maxConnections: e.MAX_CONNECTIONS,
    maxBodyBytesHeld: e.MAX_BODY_BYTES_HELD,
    chefProxy: chefProxySettings(e),
  };
}

function chefProxySettings(e: z.output<typeof Env>): ChefProxySettings | undefined {
  const address = chefServerAddress(e);
  return (
    address && {
      ...address,
      host: e.CHEF_PROXY_HOST,
      connectMs: e.CHEF_PROXY_CONNECT_SECONDS,
      answerMs: e.CHEF_PROXY_ANSWER_SECONDS,
      idleMs: e.CHEF_PROXY_IDLE_SECONDS,
      maxBodyBytes: e.CHEF_PROXY_MAX_BODY_BYTES,
    }
  );
}
