import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Installation, signed } from './testing/installation.ts';

const ROOM = 100_000;
const JOBS = '/organizations/acme/pushy/jobs';

let installation: Installation;
beforeAll(async () => {
  installation = await Installation.start({ maxBodyBytesHeld: ROOM });
});
afterAll(() => installation[Symbol.asyncDispose]());

const held = async () =>
  (await installation.operations.metrics.getSingleMetric('push_jobs_http_body_bytes')?.get())?.values[0]?.value;
const job = JSON.stringify({ command: 'x', nodes: ['node1'] });
const create = () => installation.sendAs(installation.admin, { method: 'POST', path: JOBS, body: job });

/** Says who it is and so many bytes of what it wants, and stops there. */
async function begun(body: Buffer, bytes: number): Promise<Socket> {
  const { headers = {} } = signed(installation.admin, { method: 'POST', path: JOBS, body });
  const socket = connect(installation.port, '127.0.0.1');
  await once(socket, 'connect');
  const head = Object.entries({ Host: 'x', Connection: 'close', ...headers, 'Content-Length': body.length });
  socket.write(`POST ${JOBS} HTTP/1.1\r\n${head.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`);
  socket.write(body.subarray(0, bytes));
  return socket;
}

it('holds so many bytes of bodies that are on their way, and sends whoever comes then to try again', async () => {
  const slow = await begun(Buffer.alloc(2 * ROOM, 32), ROOM - 10);
  await expect.poll(held).toBe(ROOM - 10);

  const refused = await create();
  expect(refused.status).toBe(503);
  expect(refused.headers['retry-after']).toBe('1');
  expect((await installation.sendAs(installation.admin, { path: JOBS })).status).toBe(200); // has no body

  slow.destroy();
  await expect.poll(held).toBe(0);
  expect((await create()).status).toBe(201);
  await expect.poll(held).toBe(0);
});

it('answers who sends more than there is room for', async () => {
  const slow = await begun(Buffer.alloc(3 * ROOM, 32), 3 * ROOM);
  expect(await text(slow)).toContain('503');
  await expect.poll(held).toBe(0);
});
