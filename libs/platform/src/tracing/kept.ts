import { type Context, trace, TraceFlags } from '@opentelemetry/api';

/** Whether the trace of this context is kept; one that is not, or is none, needs no spans. */
export const isKept = (within: Context): boolean =>
  ((trace.getSpanContext(within)?.traceFlags ?? TraceFlags.NONE) & TraceFlags.SAMPLED) !== 0;
