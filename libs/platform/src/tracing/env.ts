import { z } from 'zod';

/** OpenTelemetry takes an empty variable for one that is not there. */
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());

/**
 * The standard variables, so that a mistake in them is named at the start. Their values go past us: the SDK reads them
 * from the environment, and others of its own besides.
 */
export const tracingEnv = {
  /** Of a collector; spans go to `/v1/traces` below it. Without it nothing is traced. */
  OTEL_EXPORTER_OTLP_ENDPOINT: optional(z.url({ protocol: /^https?$/ })),
  /** `name=value,name=value`, such as a token. Never logged. */
  OTEL_EXPORTER_OTLP_HEADERS: optional(z.string()),
  /** The one that we speak. */
  OTEL_EXPORTER_OTLP_PROTOCOL: optional(z.literal('http/protobuf')),
  OTEL_SERVICE_NAME: optional(z.string()),
  OTEL_RESOURCE_ATTRIBUTES: optional(z.string()),
  OTEL_TRACES_SAMPLER: optional(
    z.enum([
      ...(['always_on', 'always_off', 'traceidratio'] as const),
      ...(['parentbased_always_on', 'parentbased_always_off', 'parentbased_traceidratio'] as const),
    ]),
  ),
  /** The share of traces that a sampler with a ratio keeps. */
  OTEL_TRACES_SAMPLER_ARG: optional(z.coerce.number().min(0).max(1)),
} as const;
