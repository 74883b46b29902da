import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { OwnProcess } from './support-http/own-process.ts';
import type { Principal } from './support-http/principal.ts';
import { Tenant } from './support-http/tenant.ts';

interface Received {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Says what it was asked. */
const chef = createServer((request, response) => {
  const { method, url, headers } = request;
  void text(request).then((body) => {
    response.writeHead(203, { 'Content-Type': 'application/json', 'X-Chef': 'yes' });
    response.end(JSON.stringify({ method, url, headers, body } satisfies Received));
  });
});

let ada: Principal;
let gateway: OwnProcess;
beforeAll(async () => {
  chef.listen(0, '127.0.0.1');
  await once(chef, 'listening');
  const { port } = chef.address() as AddressInfo; // a TCP server's address is never a path
  gateway = await OwnProcess.start('gateway', {
    ...{ DIRECTORY: 'chef', CHEF_SERVER_URL: `http://127.0.0.1:${port}` },
    CHEF_SUPERUSER_KEY_FILE: path.join(inject('installation').stateDir, 'keys', 'admin.pem'),
    ORCHESTRATOR_ADDRESS: '127.0.0.1:1',
    BROKER_ADDRESS: '127.0.0.1:1',
    OUTPUT_ADDRESS: '127.0.0.1:1',
    FEED_URL: 'http://127.0.0.1:1',
  });
  ada = (await Tenant.create('s3-elsewhere', { users: ['ada'] })).as('ada');
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  chef.close();
});

describe('3 what belongs to the Chef Infra Server', () => {
  it.each([
    ['GET', '/organizations/s3-elsewhere/search/node?q=name:node1&start=0&rows=1000'],
    ['GET', '/organizations/s3-elsewhere/nodes/node1'],
    ['PUT', '/organizations/s3-elsewhere/nodes/node1'],
    ['DELETE', '/organizations/s3-elsewhere/data//bag/'],
    ['GET', '/users/ada'],
    ['POST', '/users'],
  ])('3.30 reaches it under the same address, as it was signed: %s %s', async (method, target) => {
    const body = method === 'GET' ? undefined : { some: 'thing' };
    const call = ada.signed(method, target, { body });
    const { status, headers, json } = await ada.send(method, target, { body, origin: gateway.origin });
    const received = json as Received; // what `chef` sends
    expect([status, headers['x-chef']]).toEqual([203, 'yes']);
    expect([received.method, received.url, received.body]).toEqual([method, target, String(call.body)]);
    for (const name of Object.keys({ ...call.headers }).filter((header) =>
      /^x-ops-(sign|user|content)/i.test(header),
    )) {
      expect(received.headers[name.toLowerCase()]).toBe(call.headers?.[name]);
    }
    expect(received.headers['x-ops-authorization-6']).toHaveLength(44);
  });
});
