import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { beginSpan, currentTrace, inBatchSpan, inSpan, withTrace } from './index.ts';
import { isTracing, startTracing, stopTracing } from './start.ts';

const TRACEPARENT = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;

describe('without a collector', () => {
  it.each([{}, { OTEL_EXPORTER_OTLP_ENDPOINT: '' }])('nothing of the SDK is loaded (%o)', async (env) => {
    await startTracing('gateway', env);
    expect(isTracing()).toBe(false);
    const packages = Object.keys(createRequire(import.meta.url).cache).join('\n');
    expect(packages).not.toContain('@opentelemetry/sdk-trace');
    await stopTracing();
  });

  it('work is done, and leaves nothing', async () => {
    expect(await inSpan('work', { parent: TRACEPARENT }, async (span) => span)).toBeUndefined();
    expect(await inBatchSpan('work', [TRACEPARENT], async () => currentTrace() ?? 'no trace')).toBe('no trace');
    expect(beginSpan('work', { parent: TRACEPARENT })).toBeUndefined();
    expect(withTrace({ accept: '*/*' })).toEqual({ accept: '*/*' });
  });
});

describe('a mistake in the variables', () => {
  it.each([
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4317' },
    { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
    { OTEL_TRACES_SAMPLER: 'sometimes' },
    { OTEL_TRACES_SAMPLER_ARG: '5' },
  ])('is named at the start: %o', async (env) => {
    await expect(startTracing('gateway', env)).rejects.toThrow(Object.keys(env)[0]);
  });
});
