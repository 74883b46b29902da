import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
import type { NodeEvent } from '@push-jobs/contracts';
import { beforeEach, describe, expect, it } from 'vitest';
import { JobTraces } from './job-traces.ts';

const exported = new InMemorySpanExporter();
new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exported)] }).register();
beforeEach(() => exported.reset());

const SENT = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
const says = (jobId: string, news: NonNullable<NodeEvent['news']>): NodeEvent => ({ jobId, news });

function spansOf(traces: JobTraces, events: readonly NodeEvent[]) {
  for (const span of traces.heard(events)) span.end();
  return exported.getFinishedSpans().map(({ name, attributes, parentSpanContext }) => {
    return [name, attributes['push_jobs.job.id'], attributes['push_jobs.nodes'], parentSpanContext?.spanId];
  });
}

describe('what nodes say of jobs', () => {
  it('follows from the command that went out, with one span for all nodes that say the same', () => {
    const traces = new JobTraces();
    traces.follow('j', SENT);
    const events = [says('j', 'ACK_RUN'), says('j', 'SUCCEEDED'), says('untraced', 'ACK_RUN'), says('j', 'ACK_RUN')];
    expect(spansOf(traces, events)).toEqual([
      ['heard ack_run', 'j', 2, 'b'.repeat(16)],
      ['heard succeeded', 'j', 1, 'b'.repeat(16)],
    ]);
  });

  it('has no span where nobody traces the job', () => {
    const traces = new JobTraces();
    traces.follow('j', undefined);
    expect(spansOf(traces, [says('j', 'ACK_RUN')])).toEqual([]);
  });

  it('has none any more once too many jobs came after it', () => {
    const traces = new JobTraces(2);
    for (const jobId of ['a', 'b', 'a', 'c']) traces.follow(jobId, SENT);
    const events = ['a', 'b', 'c'].map((jobId) => says(jobId, 'FAILED'));
    expect(spansOf(traces, events).map(([, jobId]) => jobId)).toEqual(['a', 'c']);
  });
});
