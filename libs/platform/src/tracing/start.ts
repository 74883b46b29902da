import type { Tracer } from '@opentelemetry/api';
import { z } from 'zod';
import { parseEnv } from '../config.ts';
import { tracingEnv } from './env.ts';

/** What the SDK is for the rest of us. */
export interface RunningSdk {
  /** Its spans are always kept: of work done together for several traces, of which at least one is. */
  readonly batches: Tracer;
  /** Sends what is left, within seconds. */
  stop(): Promise<void>;
}

let running: RunningSdk | undefined;

/**
 * Traces this process, if the environment names a collector; otherwise the SDK is not even loaded, and the API that the
 * rest of the code speaks to does nothing. Called once, before the service starts.
 * @param service such as `gateway`; `OTEL_SERVICE_NAME` wins.
 * @throws Error that names every bad variable.
 */
export async function startTracing(service: string, env: NodeJS.ProcessEnv): Promise<void> {
  if (parseEnv(z.object(tracingEnv), env).OTEL_EXPORTER_OTLP_ENDPOINT === undefined) return;
  const { startSdk } = await import('./sdk.ts');
  running = startSdk(service);
}

/** Sends what is left. Spans that end later are lost. */
export async function stopTracing(): Promise<void> {
  const sdk = running;
  running = undefined;
  await sdk?.stop();
}

export const isTracing = (): boolean => running !== undefined;

export const batchTracer = (): Tracer | undefined => running?.batches;
