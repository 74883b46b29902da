import { Metadata } from '@grpc/grpc-js';
import { context, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
import { beforeEach, describe, expect, it } from 'vitest';
import { inCallSpan, traceMetadata } from './call-span.ts';

const exported = new InMemorySpanExporter();
const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exported)] });
provider.register();
beforeEach(() => exported.reset());

const METHOD = '/push_jobs.v1.Jobs/Get';
const CALLER = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) };

/** As within a request of a trace; `kept`: by the sampler. */
function within<Result>(kept: boolean, work: () => Result): Result {
  const caller = trace.setSpanContext(ROOT_CONTEXT, { ...CALLER, traceFlags: kept ? 1 : 0, isRemote: true });
  const span = provider.getTracer('test').startSpan('request', {}, caller);
  return context.with(trace.setSpan(caller, span), work);
}

describe('a call within a trace', () => {
  it('takes the context of its own span along', async () => {
    const metadata = new Metadata();
    expect(await within(true, () => inCallSpan(METHOD, metadata, async () => 'reply'))).toBe('reply');
    const [span] = exported.getFinishedSpans();
    expect(span).toMatchObject({ name: 'push_jobs.v1.Jobs/Get', kind: SpanKind.CLIENT });
    expect(metadata.get('traceparent')).toEqual([`00-${CALLER.traceId}-${span?.spanContext().spanId}-01`]);
  });

  it('fails as it would, and its span says so', async () => {
    const failure = Object.assign(new Error('gone'), { code: 14 });
    const call = within(true, () => inCallSpan(METHOD, new Metadata(), () => Promise.reject(failure)));
    await expect(call).rejects.toBe(failure);
    expect(exported.getFinishedSpans()).toMatchObject([
      { status: { code: SpanStatusCode.ERROR }, attributes: { 'rpc.grpc.status_code': 14 } },
    ]);
  });

  it('takes the context along where it streams', () => {
    expect(within(true, traceMetadata).get('traceparent')[0]).toContain(CALLER.traceId);
  });
});

describe.each([
  ['outside of any trace', <Result>(work: () => Result): Result => work()],
  ['within a trace that is not kept', <Result>(work: () => Result): Result => within(false, work)],
])('a call %s', (_, around) => {
  it('takes nothing along and leaves no span', async () => {
    const metadata = new Metadata();
    expect(await around(() => inCallSpan(METHOD, metadata, async () => 'reply'))).toBe('reply');
    expect(metadata.getMap()).toEqual({});
    expect(around(traceMetadata).getMap()).toEqual({});
    expect(exported.getFinishedSpans()).toEqual([]);
  });
});
