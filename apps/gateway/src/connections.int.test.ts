import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { Installation } from './testing/installation.ts';

const MOST = 3;

let installation: Installation;
beforeAll(async () => {
  installation = await Installation.start({ maxConnections: MOST });
});
afterAll(() => installation[Symbol.asyncDispose]());

const status = () => installation.send({ path: '/pushy/_status' });
const metric = async (name: string) =>
  (await installation.operations.metrics.getSingleMetric(`push_jobs_http_connections${name}`)?.get())?.values[0]?.value;

it('holds so many connections, hangs up on whoever comes then, and serves again once one is gone', async () => {
  const silent = Array.from({ length: MOST }, () => connect(installation.port, '127.0.0.1'));
  onTestFinished(() => silent.forEach((socket) => socket.destroy()));
  await expect.poll(() => metric('')).toBe(MOST);

  await expect(status()).rejects.toThrow(/ECONNRESET|hang up/);
  expect(await metric('_refused_total')).toBe(1);

  silent[0]?.destroy();
  await expect.poll(() => metric('')).toBe(MOST - 1);
  expect((await status()).status).toBe(200);
});
