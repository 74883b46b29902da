import { Logger } from '@nestjs/common';
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { Registry } from 'prom-client';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { boundConnections } from './connection-bound.ts';

const MOST = 2;

let server: Server;
let registry: Registry;
let asked: ServerResponse[];
let sockets: Socket[];
beforeAll(() => Logger.overrideLogger(false));
beforeEach(async () => {
  asked = [];
  sockets = [];
  registry = new Registry();
  server = createServer({ keepAliveTimeout: 0 }, (_request, response) => void asked.push(response));
  boundConnections(server, MOST, registry);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
});

/** Connects and asks for something; nothing is answered yet. */
function ask(connection: 'close' | 'keep-alive'): Socket {
  const { port } = server.address() as AddressInfo; // a TCP server's address is never a path
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined); // a connection that is turned away may be reset
  socket.write(`GET / HTTP/1.1\r\nHost: x\r\nConnection: ${connection}\r\n\r\n`);
  sockets.push(socket);
  return socket;
}

const metric = async (name: string) => (await registry.getSingleMetric(name)?.get())?.values[0]?.value;

it('closes a connection that is one too many, and serves those that were there', async () => {
  const served = [ask('close'), ask('close')];
  await expect.poll(() => asked.length).toBe(MOST);

  await once(ask('close').resume(), 'close');
  expect(await metric('push_jobs_http_connections_refused_total')).toBe(1);
  expect(await metric('push_jobs_http_connections')).toBe(MOST);

  for (const response of asked) response.end('served');
  for (const socket of served) expect(await text(socket)).toContain('served');
});

it('lets go of connections on which nothing is asked, so that who tries again finds room', async () => {
  const idle = ask('keep-alive');
  await expect.poll(() => asked.length).toBe(1);
  asked[0]?.end();
  await once(idle, 'data');
  ask('keep-alive');
  await expect.poll(() => asked.length).toBe(MOST);

  await Promise.all([once(ask('close').resume(), 'close'), once(idle.resume(), 'close')]);
  ask('close');
  await expect.poll(() => asked.length).toBe(MOST + 1);
});
