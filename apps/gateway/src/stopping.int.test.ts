import { once } from 'node:events';
import { Agent } from 'node:http';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { open } from './testing/http.ts';
import { Installation, signed } from './testing/installation.ts';

it('finishes the answer it has begun before it stops', async () => {
  const installation = await Installation.start();
  const jobId = 'a'.repeat(32);
  installation.services.jobs.push({ jobId, organization: 'acme' });
  const source = new PassThrough();
  installation.services.outputs.set(`${jobId}/n1/stdout`, source);
  source.write('first ');
  const path = `/organizations/acme/pushy/jobs/${jobId}/output/n1/stdout`;
  const reading = await open(installation.port, signed(installation.user, { path }));
  await once(reading, 'readable');
  const stopped = installation[Symbol.asyncDispose]();
  source.end('last');
  expect(await text(reading)).toBe('first last');
  await stopped;
});

it('does not wait for connections on which nobody asks anything', async () => {
  const installation = await Installation.start();
  const agent = new Agent({ keepAlive: true });
  const answer = await open(installation.port, { path: '/pushy/_status' }, { agent });
  const closed = once(answer.socket, 'close');
  expect(JSON.parse(await text(answer))).toMatchObject({ status: "it's alive" });
  await installation[Symbol.asyncDispose]();
  await closed;
  agent.destroy();
});

it('does not keep the connection of an answer that was under way when it began to stop', async () => {
  const installation = await Installation.start();
  const jobId = 'b'.repeat(32);
  installation.services.jobs.push({ jobId, organization: 'acme' });
  const source = new PassThrough();
  installation.services.outputs.set(`${jobId}/n1/stdout`, source);
  source.write('first ');
  const path = `/organizations/acme/pushy/jobs/${jobId}/output/n1/stdout`;
  const agent = new Agent({ keepAlive: true });
  const reading = await open(installation.port, signed(installation.user, { path }), { agent });
  await once(reading, 'readable');
  const stopped = installation[Symbol.asyncDispose]();
  source.end('last');
  expect(await text(reading)).toBe('first last');
  await stopped;
  agent.destroy();
});
