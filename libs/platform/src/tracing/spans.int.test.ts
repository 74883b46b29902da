import { TraceReceiver } from '@push-jobs/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Batches } from '../batches.ts';
import { beginSpan, currentTrace, inBatchSpan, inSpan, traceparentOf, withTrace } from './index.ts';
import { startTracing, stopTracing } from './start.ts';

const [A, B, C] = ['a', 'b', 'c'].map((digit) => digit.repeat(32));
const traceparent = (traceId: string | undefined, flags = '01'): string => `00-${traceId}-${'1'.repeat(16)}-${flags}`;

let receiver: TraceReceiver;
beforeAll(async () => {
  receiver = await TraceReceiver.listen();
  process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = receiver.url;
  process.env['OTEL_RESOURCE_ATTRIBUTES'] = 'service.name=ours';
  // Of traces that begin here none is kept.
  process.env['OTEL_TRACES_SAMPLER'] = 'parentbased_always_off';
  await startTracing('gateway', process.env);
});
afterAll(() => receiver[Symbol.asyncDispose]());

/** Everything is sent when tracing stops, so this is one story. */
it('work leaves spans with those it was done for', async () => {
  // One after another: what is done in a span has it around itself.
  const inner = await inSpan('job', { parent: traceparent(A), attributes: { nodes: 10_000 } }, async (span) => {
    expect(currentTrace()).toBe(traceparentOf(span));
    beginSpan('step', { parent: currentTrace() })?.end();
    return currentTrace();
  });
  expect(inner).toContain(A);
  expect(currentTrace()).toBeUndefined();

  // A batch is in a trace of its own, whoever set it off, and links to every caller that is kept.
  await inSpan('one of the callers', { parent: traceparent(A) }, () =>
    inBatchSpan('batch', [traceparent(A), traceparent(B), traceparent(C, '00'), '', undefined], async () => {
      const headers = withTrace({});
      expect(headers).toMatchObject({ traceparent: currentTrace() });
      beginSpan('for one of them', { parent: traceparent(B), batch: currentTrace() })?.end();
    }),
  );

  // What is asked for one by one and done together links to whoever asked.
  const answers = new Batches<string, string>({ span: 'together', work: async (items) => items });
  const ask = (trace: string | undefined, item: string) =>
    inSpan(item, { parent: traceparent(trace) }, () => answers.add(item));
  await Promise.all([ask(A, 'one'), ask(B, 'another')]);

  // Work for nobody who is kept leaves nothing, and does not fall into the trace of whoever set it off.
  await inSpan('another caller', { parent: traceparent(A) }, () =>
    inBatchSpan('unseen', [traceparent(C, '00'), null], async () => expect(currentTrace()).toBeUndefined()),
  );
  expect(beginSpan('unseen', { parent: traceparent(C, '00') })).toBeUndefined();
  expect(beginSpan('unseen', { parent: 'not a traceparent' })).toBeUndefined();

  // What is thrown comes out.
  await expect(inSpan('failing', { parent: traceparent(A) }, () => Promise.reject(new Error('no')))).rejects.toThrow(
    'no',
  );

  await stopTracing();
  const named = (name: string) => receiver.spans.filter((span) => span.name === name);
  expect(named('job')).toMatchObject([
    { service: 'ours', traceId: A, parentSpanId: '1'.repeat(16), attributes: { nodes: 10_000 } },
  ]);
  expect(named('step')).toMatchObject([{ traceId: A, parentSpanId: named('job')[0]?.spanId }]);
  expect(named('batch')).toMatchObject([{ parentSpanId: '', links: [A, B] }]);
  expect(named('together')).toMatchObject([{ parentSpanId: '', links: [A, B] }]);
  expect(named('for one of them')).toMatchObject([{ traceId: B, links: [named('batch')[0]?.traceId] }]);
  expect(named('failing')).toHaveLength(1);
  expect(named('unseen')).toEqual([]);
});
