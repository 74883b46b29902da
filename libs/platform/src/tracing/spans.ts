import {
  type Attributes,
  type Context,
  context,
  type Link,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { isKept } from './kept.ts';
import { batchTracer } from './start.ts';

/** A span that others can follow, as W3C's `traceparent` writes it. */
export type Traceparent = string;

export interface SpanSettings {
  /** The span that this one follows from; without one, or with one that is not kept, there is no span. */
  readonly parent: Traceparent | null | undefined;
  readonly attributes?: Attributes;
  readonly kind?: SpanKind;
  /** Milliseconds since 1970, where it began before it was known. */
  readonly startMs?: number;
  /** A span of other traces too, in which this work was done or asked for; this one links to it. */
  readonly batch?: Traceparent | undefined;
}

const tracer = trace.getTracer('push-jobs');

/** The active span; undefined where nothing is traced, or this trace is not kept. */
export const currentTrace = (): Traceparent | undefined => traceparentOf(trace.getActiveSpan());

/** A span that is begun here and ended by whoever began it; undefined where there is no trace to be part of. */
export function beginSpan(name: string, settings: SpanSettings): Span | undefined {
  const { parent, attributes = {}, kind = SpanKind.INTERNAL, startMs, batch } = settings;
  const within = contextOf(parent);
  if (within === undefined) return undefined;
  const options = { attributes, kind, links: linksTo([batch]) };
  return tracer.startSpan(name, startMs === undefined ? options : { ...options, startTime: startMs }, within);
}

/** Does a part of the work of one trace, with its span active. */
export async function inSpan<Result>(
  name: string,
  settings: SpanSettings,
  work: (span: Span | undefined) => Promise<Result>,
): Promise<Result> {
  const span = beginSpan(name, settings);
  return span === undefined ? work(undefined) : finish(span, () => work(span));
}

/**
 * Does work for several callers at once. Its span is in a trace of its own and links to theirs; without a caller whose
 * trace is kept there is none. Whoever happens to set off the batch is not taken for the one it is done for.
 */
export function inBatchSpan<Result>(
  name: string,
  callers: readonly (Traceparent | null | undefined)[],
  work: () => Promise<Result>,
): Promise<Result> {
  const span = beginBatchSpan(name, callers);
  return span === undefined ? context.with(ROOT_CONTEXT, work) : finish(span, work);
}

/** The same, begun earlier (`startMs`, milliseconds since 1970) and ended by whoever began it. */
export function beginBatchSpan(
  name: string,
  callers: readonly (Traceparent | null | undefined)[],
  startMs = Date.now(),
): Span | undefined {
  const batches = batchTracer();
  const links = batches === undefined ? [] : linksTo(callers);
  if (links.length === 0) return undefined;
  const attributes = { 'push_jobs.callers': callers.length };
  return batches?.startSpan(name, { root: true, links, attributes, startTime: startMs }, ROOT_CONTEXT);
}

/** Undefined for a span that is not kept: nobody need follow it. */
export function traceparentOf(span: Span | undefined): Traceparent | undefined {
  if (!span?.isRecording()) return undefined;
  const carrier: { traceparent?: string } = {};
  propagation.inject(trace.setSpan(ROOT_CONTEXT, span), carrier);
  return carrier.traceparent;
}

async function finish<Result>(span: Span, work: () => Promise<Result>): Promise<Result> {
  try {
    return await context.with(trace.setSpan(ROOT_CONTEXT, span), work);
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : 'failed' });
    throw error;
  } finally {
    span.end();
  }
}

/** Where a span of this parent is to be begun; undefined where nobody keeps it. */
function contextOf(parent: Traceparent | null | undefined): Context | undefined {
  if (parent === undefined || parent === null || parent === '') return undefined;
  const within = propagation.extract(ROOT_CONTEXT, { traceparent: parent });
  return isKept(within) ? within : undefined;
}

function linksTo(traces: readonly (Traceparent | null | undefined)[]): Link[] {
  return [...new Set(traces)].flatMap((one) => {
    const linked = trace.getSpanContext(contextOf(one) ?? ROOT_CONTEXT);
    return linked === undefined ? [] : [{ context: linked }];
  });
}
