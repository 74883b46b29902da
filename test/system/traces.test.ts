import { NODES } from '@push-jobs/local';
import { type ReceivedSpan, TraceReceiver } from '@push-jobs/testing';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFeed } from '../support/feed-reader.ts';
import { TestCluster } from '../support/local-cluster.ts';

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const CALLERS_SPAN = '00f067aa0ba902b7';
const TRACED = ['gateway', 'orchestrator', 'broker', 'output'] as const;

const dir = mkdtempSync(path.join(tmpdir(), 'push-jobs-traces-'));
const reportOf = (service: string): string => path.join(dir, `${service}.json`);
const probe = (service: string): Record<string, string> => {
  const script = fileURLToPath(new URL('../support/loaded-modules.cjs', import.meta.url));
  return { NODE_OPTIONS: `--require=${script}`, LOADED_MODULES: reportOf(service) };
};

let receiver: TraceReceiver;
let system: TestCluster;
beforeAll(async () => {
  receiver = await TraceReceiver.listen();
  const traced = (service: string): Record<string, string> => ({
    ...probe(service),
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    OTEL_EXPORTER_OTLP_HEADERS: 'x-token=secret',
    OTEL_TRACES_SAMPLER: 'parentbased_always_off',
    OTEL_BSP_SCHEDULE_DELAY: '100',
  });
  const overrides = { ...Object.fromEntries(TRACED.map((name) => [name, traced(name)])), feed: probe('feed') };
  system = await TestCluster.start({ overrides });
});
afterAll(async () => {
  await system[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

async function startJob(headers: Record<string, string>): Promise<string> {
  const job = { command: 'echo hello', nodes: NODES, quorum: 3, capture_output: true };
  const response = await system.client().request('POST', system.path('jobs'), job, headers);
  expect(response.status).toBe(201);
  const { uri } = (await response.json()) as { uri: string }; // wire contract section 3
  const id = uri.slice(-32);
  await readFeed(system.client(), system.path(`job_status_feed/${id}`));
  return id;
}

describe('a job that is started within a trace', () => {
  it('leaves spans of gateway, orchestrator and broker in that trace, to the last event', async () => {
    const id = await startJob({ traceparent: `00-${TRACE_ID}-${CALLERS_SPAN}-01` });
    await receiver.has(TRACE_ID, 'job complete');
    await receiver.has(TRACE_ID, 'heard succeeded');
    await receiver.has(TRACE_ID, 'POST /organizations/:organization/pushy/jobs');
    const spans = receiver.ofTrace(TRACE_ID);
    const found = (name: string): ReceivedSpan | undefined => spans.find((span) => span.name === name);
    const chain = [
      ['push-jobs-gateway', 'POST /organizations/:organization/pushy/jobs'],
      ['push-jobs-orchestrator', 'create job'],
      ['push-jobs-orchestrator', 'deliver commit'],
      ['push-jobs-broker', 'send commit'],
      ['push-jobs-broker', 'heard ack_commit'],
    ];
    let parent: string | undefined = CALLERS_SPAN;
    for (const [service, name = ''] of chain) {
      expect(found(name), name).toMatchObject({ service, parentSpanId: parent });
      parent = found(name)?.spanId;
    }
    expect(found('send run')?.attributes).toEqual({
      'push_jobs.job.id': id,
      'push_jobs.nodes': NODES.length,
      'push_jobs.undelivered': 0,
    });
    expect(found('job running')).toMatchObject({ service: 'push-jobs-orchestrator' });
    expect(new Set(spans.map(({ service }) => service))).not.toContain('push-jobs-feed');
    expect(receiver.headers['x-token']).toBe('secret');
  });

  it('is linked to by the batches that did it, which are in traces of their own', async () => {
    const batches = receiver.spans.filter(({ links, parentSpanId }) => links.includes(TRACE_ID) && parentSpanId === '');
    expect(batches.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['create jobs', 'change jobs', 'deliver commands']),
    );
    for (const { traceId } of batches) expect(traceId).not.toBe(TRACE_ID);
    const called = receiver.spans.filter(({ name }) => name === 'push_jobs.v1.Nodes/Deliver');
    expect(new Set(called.map(({ service }) => service))).toEqual(
      new Set(['push-jobs-orchestrator', 'push-jobs-broker']),
    );
  });
});

describe('a service that stops', () => {
  it('sends the spans that are left, and has loaded the SDK only if it was told to trace', async () => {
    const traceId = TRACE_ID.replace('4bf9', '5bf9');
    const traced = await startJob({ traceparent: `00-${traceId}-${CALLERS_SPAN}-01` });
    const untraced = await startJob({}); // the sampler keeps only what callers ask for
    await system.cluster.stop();
    expect(receiver.ofTrace(traceId).map(({ name }) => name)).toContain('job complete');
    const jobs = new Set(receiver.spans.map(({ attributes }) => attributes['push_jobs.job.id']));
    expect([jobs.has(traced), jobs.has(untraced)]).toEqual([true, false]);
    const loaded = (service: string): unknown => JSON.parse(readFileSync(reportOf(service), 'utf8'));
    expect(loaded('feed')).toEqual(['@opentelemetry/api']);
    expect(loaded('gateway')).toContain('@opentelemetry/sdk-trace');
  });
});
