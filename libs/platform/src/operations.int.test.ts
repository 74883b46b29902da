import { freePorts } from '@push-jobs/local';
import { Counter } from 'prom-client';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Operations } from './operations.ts';

let operations: Operations;
let origin: string;
beforeEach(async () => {
  const [port = 0] = await freePorts(1);
  operations = new Operations('broker');
  await operations.listen('127.0.0.1', port);
  origin = `http://127.0.0.1:${port}`;
});
afterEach(() => operations.close());

const get = async (path: string): Promise<[number, string]> => {
  const response = await fetch(`${origin}${path}`);
  return [response.status, await response.text()];
};

it('is alive and ready when nothing is missing', async () => {
  operations.requires('postgres', async () => undefined);
  expect(await get('/livez')).toEqual([200, 'alive\n']);
  expect(await get('/readyz')).toEqual([200, 'ready\n']);
});

it('names what is missing, and stays alive', async () => {
  operations.requires('postgres', async () => {
    throw new Error('connection refused');
  });
  expect(await get('/readyz')).toEqual([503, 'postgres: connection refused\n']);
  expect((await get('/livez'))[0]).toBe(200);
});

it('is not ready once it drains', async () => {
  operations.drain();
  expect(await get('/readyz')).toEqual([503, 'stopping\n']);
});

it('shows metrics under the name of the service', async () => {
  new Counter({ name: 'push_jobs_test_total', help: 'test', registers: [operations.metrics] }).inc(3);
  const [, text] = await get('/metrics');
  expect(text).toContain('push_jobs_test_total{service="broker"} 3');
});
