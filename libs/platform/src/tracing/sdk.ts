import { Logger } from '@nestjs/common';
import { diag, DiagLogLevel } from '@opentelemetry/api';
import { globalErrorHandler, setGlobalErrorHandler, W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import {
  defaultResource,
  detectResources,
  envDetector,
  type Resource,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import { AlwaysOnSampler, BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { hostname } from 'node:os';
import type { RunningSdk } from './start.ts';

/** An export takes no longer, retries included, and so neither does a stop: at most four are under way by then. */
const EXPORT_WITHIN_MS = 5_000;

/**
 * Spans wait in a queue of 2,048 (`OTEL_BSP_MAX_QUEUE_SIZE`) and leave in batches of 512, at least every five seconds.
 * What does not fit is dropped, so a collector that is slow or away holds up nobody.
 */
export function startSdk(service: string): RunningSdk {
  tellOperators();
  const resource = resourceOf(service);
  const spanProcessors = [new BatchSpanProcessor(new OTLPTraceExporter({ timeoutMillis: EXPORT_WITHIN_MS }))];
  const provider = new NodeTracerProvider({ resource, spanProcessors });
  // No baggage: nobody here reads it, and what a stranger puts into that header need not travel on.
  provider.register({ propagator: new W3CTraceContextPropagator() });
  const batches = new NodeTracerProvider({ resource, spanProcessors, sampler: new AlwaysOnSampler() });
  return {
    batches: batches.getTracer('push-jobs'),
    stop: () => provider.shutdown().catch(globalErrorHandler),
  };
}

/** What the operator says wins. */
function resourceOf(service: string): Resource {
  const own = { 'service.name': `push-jobs-${service}`, 'host.name': hostname(), 'process.pid': process.pid };
  return defaultResource()
    .merge(resourceFromAttributes(own))
    .merge(detectResources({ detectors: [envDetector] }));
}

/** What the SDK has to say: a collector does not take spans, or some had to be dropped. */
function tellOperators(): void {
  const log = new Logger('traces');
  setGlobalErrorHandler((error) => {
    log.warn({ msg: 'spans were lost', reason: typeof error === 'string' ? error : error.message });
  });
  const warn = (reason: string): void => log.warn({ msg: 'a trouble with spans', reason });
  const quiet = (): void => undefined;
  diag.setLogger({ error: warn, warn, info: quiet, debug: quiet, verbose: quiet }, DiagLogLevel.WARN);
}
