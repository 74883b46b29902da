import { z } from 'zod';
import { tracingEnv } from './tracing/env.ts';

const port = z.coerce.number().int().min(1).max(65_535);

/** Pieces from which each application composes its own environment. Units stand in the names or descriptions. */
export const env = {
  port,
  databaseUrl: z.url({ protocol: /^postgres(ql)?$/ }),
  /** `host:port`, or a gRPC target such as `dns:///orchestrator:50051` or `ipv4:10.0.0.1:50051,10.0.0.2:50051`. */
  grpcAddress: z.string().regex(/^(dns:\/\/\/|ipv4:)?[^\s/]+:\d+$/, 'expected host:port'),
  /** Where servers listen; loopback on a desk, all addresses in a container. */
  listenHost: z.string().min(1).default('127.0.0.1'),
  logLevel: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  /** 32 random bytes, base64: seals what is secret at rest. */
  sealingKey: z
    .string()
    .refine((text) => Buffer.from(text, 'base64').length === 32, 'expected 32 bytes in base64')
    .transform((text) => Buffer.from(text, 'base64')),
  /** Seconds, given as a number; kept in milliseconds. */
  secondsAsMs: z.coerce
    .number()
    .positive()
    .transform((seconds) => Math.round(seconds * 1000)),
} as const;

/** What every service has. */
export const serviceEnv = {
  LISTEN_HOST: env.listenHost,
  LOG_LEVEL: env.logLevel,
  /** Health, readiness and metrics. */
  OPERATIONS_PORT: port,
  ...tracingEnv,
} as const;

/**
 * Reads an application's environment once.
 * @throws Error that names every bad variable and what is wrong with it, and prints no value.
 */
export function parseEnv<T extends z.ZodType>(schema: T, source: NodeJS.ProcessEnv): z.output<T> {
  const parsed = schema.safeParse(source, { reportInput: false });
  if (!parsed.success) throw new Error(`bad configuration\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
