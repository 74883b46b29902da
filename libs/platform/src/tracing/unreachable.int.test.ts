import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { inSpan } from './index.ts';
import { startTracing, stopTracing } from './start.ts';

it('a collector that takes connections and never answers holds up neither work nor the end of the process', async () => {
  const sockets: Socket[] = [];
  const silent = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo; // it listens on TCP
  process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = `http://127.0.0.1:${port}`;
  await startTracing('gateway', process.env);

  const asked = once(silent, 'connection');
  const parent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
  for (let i = 0; i < 5_000; i++) await inSpan('work', { parent }, async () => undefined); // more than the queue takes
  await asked;
  await stopTracing();

  expect(sockets.length).toBeGreaterThan(0);
  for (const socket of sockets) socket.destroy();
  silent.close();
});
