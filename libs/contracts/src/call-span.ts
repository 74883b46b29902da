import { Metadata } from '@grpc/grpc-js';
import { context, propagation, SpanKind, SpanStatusCode, trace, type TextMapSetter } from '@opentelemetry/api';

const tracer = trace.getTracer('push-jobs');

/**
 * A call within a trace gets a span of the client, whose context goes along in the metadata. Elsewhere, which is
 * everywhere unless a service was told to trace, it costs one look.
 * @param path `/PACKAGE.SERVICE/METHOD`
 */
export async function inCallSpan<Reply>(path: string, metadata: Metadata, call: () => Promise<Reply>): Promise<Reply> {
  if (!isTraced()) return call();
  const span = tracer.startSpan(path.slice(1), { kind: SpanKind.CLIENT, attributes: { 'rpc.system': 'grpc' } });
  propagation.inject(trace.setSpan(context.active(), span), metadata, TO_METADATA);
  try {
    const reply = await call();
    span.setAttribute('rpc.grpc.status_code', 0);
    return reply;
  } catch (error) {
    if (error instanceof Error && 'code' in error) span.setAttribute('rpc.grpc.status_code', Number(error.code));
    span.setStatus({ code: SpanStatusCode.ERROR });
    throw error;
  } finally {
    span.end();
  }
}

/** For calls that are not unary: says which trace they belong to. */
export function traceMetadata(): Metadata {
  const metadata = new Metadata();
  if (isTraced()) propagation.inject(context.active(), metadata, TO_METADATA);
  return metadata;
}

const isTraced = (): boolean => trace.getActiveSpan()?.isRecording() === true;

const TO_METADATA: TextMapSetter<Metadata> = { set: (metadata, key, value) => metadata.set(key, value) };
