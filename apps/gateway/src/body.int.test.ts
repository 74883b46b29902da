import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { BodyRoom } from './body-room.ts';
import { readBody } from './body.ts';

it('does not wait for ever for the rest of a body', async () => {
  const read: Promise<Buffer>[] = [];
  const server = createServer((request) => read.push(readBody(request, new BodyRoom(1_000), 100)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A TCP server's address is never a path.
  const caller = connect((server.address() as AddressInfo).port, '127.0.0.1');
  caller.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf');
  await once(server, 'request');
  await expect(read[0]).rejects.toMatchObject({ kind: 'invalid', message: 'the request ended before its body did' });
  caller.resume();
  await once(caller, 'close');
  server.close();
});
