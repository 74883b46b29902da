import { beforeAll, describe, expect, inject, it } from 'vitest';
import { isoSeconds } from '../support/request-signature.ts';
import { send } from './support-http/answer.ts';
import { OwnProcess } from './support-http/own-process.ts';
import { Tenant } from './support-http/tenant.ts';

const { origin } = inject('installation');
const REQUIRED = ['X-Ops-Sign', 'X-Ops-UserId', 'X-Ops-Timestamp', 'X-Ops-Content-Hash'];

let tenant: Tenant;
let probe: string;
beforeAll(async () => {
  tenant = await Tenant.create('s1-headers', {
    users: ['ada'],
    clients: ['robot'],
    groups: { admins: { users: ['ada'] } },
  });
  probe = tenant.path('node_states');
});

/** The status that a request gets after something was done to its headers. */
async function statusWith(change: (headers: Record<string, string>) => Record<string, string>): Promise<number> {
  const call = tenant.as('ada').signed('GET', probe);
  return (await send(origin, { ...call, headers: change({ ...call.headers }) })).status;
}

describe('1 the headers of a signed request', () => {
  it.each([
    ['lower', (name: string) => name.toLowerCase()],
    ['upper', (name: string) => name.toUpperCase()],
    ['the usual', (name: string) => name],
  ])('1.1 have names that count in %s case', async (_, inCase) => {
    const renamed = await statusWith((headers) =>
      Object.fromEntries(Object.entries(headers).map(([name, value]) => [inCase(name), value])),
    );
    expect(renamed).toBe(200);
  });

  it.each(REQUIRED)('1.2 are missing where their value is empty: %s', async (name) => {
    const call = tenant.as('ada').signed('GET', probe, { headers: { [name]: '' } });
    const { status, json } = await send(origin, call);
    expect(status).toBe(400);
    expect(json).toEqual({ error: [`missing required authentication header(s) '${name}'`] });
  });

  it.each([
    ['version=1.0', '1.0'],
    ['version=1.1', '1.1'],
    ['version=1.2', '1.2'],
    ['algorithm=sha256;version=1.3', '1.3'],
    ['algorithm=sha1;version=1.1;', '1.1'],
    ['version=1.3;algorithm=sha256', '1.3'],
    ['version=1.0;algorithm=sha1;', '1.0'],
  ] as const)('1.3 may say X-Ops-Sign: %s', async (signHeader, version) => {
    expect((await tenant.as('ada').get(probe, { version, signHeader })).status).toBe(200);
  });

  it.each(['ada', 'robot'])('1.4 name a user or a client: %s', async (name) => {
    expect((await tenant.as(name).get(probe)).status).toBe(200);
  });

  it('1.5 carry the time as ISO 8601 in UTC', async () => {
    const timestamp = isoSeconds();
    expect(timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect((await tenant.as('ada').get(probe, { timestamp })).status).toBe(200);
  });

  it('1.9 may leave the API version out, which then is signed as 0', async () => {
    const absent = await tenant.as('ada').get(probe, { serverApiVersion: undefined });
    const claimed = tenant.as('ada').signed('GET', probe, { serverApiVersion: '0' });
    const { 'X-Ops-Server-API-Version': _, ...without } = { ...claimed.headers };
    expect([absent.status, (await send(origin, { ...claimed, headers: without })).status]).toEqual([200, 200]);
  });

  it.each(['0', '1', '2'])('1.9 cover the API version %s in a signature of 1.3', async (serverApiVersion) => {
    const kept = await tenant.as('ada').get(probe, { serverApiVersion });
    const changed = await tenant
      .as('ada')
      .get(probe, { serverApiVersion, headers: { 'X-Ops-Server-API-Version': '9' } });
    expect([kept.status, changed.status]).toEqual([200, 401]);
  });

  it.each(['1.0', '1.1', '1.2'] as const)('1.9 leave the API version out of a signature of %s', async (version) => {
    const headers = { 'X-Ops-Server-API-Version': '9' };
    expect((await tenant.as('ada').get(probe, { version, headers })).status).toBe(200);
  });
});

describe('1 headers that are refused', () => {
  it.each(REQUIRED)('1.23 a request without %s is 400', async (name) => {
    const call = tenant.as('ada').signed('GET', probe);
    const { [name]: _, ...headers } = { ...call.headers };
    const answer = await send(origin, { ...call, headers });
    expect(answer.status).toBe(400);
    expect(answer.json).toEqual({ error: [`missing required authentication header(s) '${name}'`] });
  });

  it('1.23 all that are missing are named', async () => {
    const { status, json } = await send(origin, { method: 'GET', path: probe });
    const names = "'X-Ops-Sign', 'X-Ops-UserId', 'X-Ops-Timestamp', 'X-Ops-Content-Hash'";
    expect(status).toBe(400);
    expect(json).toEqual({ error: [`missing required authentication header(s) ${names}`] });
  });

  it.each(['version=8.1', 'version=1.4', 'algorithm=sha512;version=2.0', 'something else'])(
    '1.24 an unknown version is 400: %s',
    async (signHeader) => {
      const { status, json } = await tenant.as('ada').get(probe, { signHeader });
      expect(status).toBe(400);
      expect(json).toEqual({ error: ['Unsupported authentication protocol version'] });
    },
  );

  it.each(['yesterday', '1416400000', '2026-02-31T00:00:00Z'])(
    '1.25 a timestamp that cannot be read is 401: %s',
    async (timestamp) => {
      const { status, json } = await tenant.as('ada').get(probe, { timestamp });
      expect(status).toBe(401);
      expect(json).toEqual({ error: ["bad header(s) 'X-Ops-Timestamp'"] });
    },
  );

  it.each([-901, 910])('1.26 a timestamp %d s off is 401', async (seconds) => {
    const ada = tenant.as('ada');
    const { status, json } = await ada.get(probe, { timestamp: isoSeconds(seconds) });
    expect(status).toBe(401);
    const sentence = `Failed to authenticate as ${ada.name}. Synchronize the clock on your host.`;
    expect(json).toEqual({ error: [sentence] });
  });

  it.each([-890, 899])('1.26 a timestamp %d s off is close enough', async (seconds) => {
    expect((await tenant.as('ada').get(probe, { timestamp: isoSeconds(seconds) })).status).toBe(200);
  });
});

describe('1 headers are judged before the body', () => {
  const TOO_LONG = Buffer.alloc(1_000_001, ' ');

  it.each([
    ['a missing header', { headers: { 'X-Ops-UserId': '' } }, 400],
    ['an unknown version', { signHeader: 'version=8.1' }, 400],
    ['an unreadable timestamp', { timestamp: 'yesterday' }, 401],
    ['a stale timestamp', { timestamp: '2012-09-04T23:01:02Z' }, 401],
  ])('1.33 %s is heard of, not a body that is too long', async (_, sent, status) => {
    expect((await tenant.as('ada').post(tenant.path('jobs'), TOO_LONG, sent)).status).toBe(status);
  });

  it('1.33 a stale timestamp is heard of, not a body that is no JSON', async () => {
    const stale = { timestamp: '2012-09-04T23:01:02Z' };
    expect((await tenant.as('ada').post(tenant.path('jobs'), '{"command":', stale)).status).toBe(401);
  });

  it('1.34 a body of more than 1,000,000 bytes is 413', async () => {
    const { status, json } = await tenant.as('ada').post(tenant.path('jobs'), TOO_LONG);
    expect(status).toBe(413);
    expect(json).toEqual({ error: 'JSON must be no more than 1000000 bytes.' });
  });

  it('1.34 it is 413 too where its length was not announced', async () => {
    const call = tenant.as('ada').signed('POST', tenant.path('jobs'), { body: TOO_LONG });
    const { 'Content-Length': _, ...headers } = { ...call.headers };
    const { status, json } = await send(origin, { ...call, headers: { ...headers, 'Transfer-Encoding': 'chunked' } });
    expect(status).toBe(413);
    expect(json).toEqual({ error: 'JSON must be no more than 1000000 bytes.' });
  });

  it('1.34 a body of 1,000,000 bytes is read', async () => {
    const body = Buffer.alloc(1_000_000, ' ');
    body.write('{"command":"uptime","nodes":["never-seen"],"something":"else"}');
    const { status, json } = await tenant.as('ada').post(tenant.path('jobs'), body);
    expect(status).toBe(400);
    expect(json).toEqual({ error: 'invalid key supplied' });
  });
});

describe('1 a directory that is away', () => {
  it('1.31 is answered with 502', async () => {
    await using gateway = await OwnProcess.start('gateway', {
      ORCHESTRATOR_ADDRESS: '127.0.0.1:1',
      BROKER_ADDRESS: '127.0.0.1:1',
      OUTPUT_ADDRESS: '127.0.0.1:1',
      FEED_URL: 'http://127.0.0.1:1',
    });
    const { status, json } = await tenant.as('ada').get(probe, { origin: gateway.origin });
    expect(status).toBe(502);
    expect(json).toEqual({ error: [expect.stringMatching(/^Failed to connect to \S/)] });
  });
});
