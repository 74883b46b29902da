import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { takeRestOfBody } from './rest-of-body.ts';

it('lets a caller who is still sending hear that it was refused', async () => {
  const server = createServer((request, response) => {
    void takeRestOfBody(request).then(() => response.writeHead(413, { Connection: 'close' }).end('too much'));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A TCP server's address is never a path.
  const caller = connect((server.address() as AddressInfo).port, '127.0.0.1');
  caller.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3000000\r\n\r\n');
  await once(server, 'request');
  caller.write(Buffer.alloc(3_000_000));
  expect(await text(caller)).toContain('too much');
  server.close();
});
