import type { DirectorySettings } from '@push-jobs/access';
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { Agent, request, type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { buffer, text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HeldServer } from '../testing/held-server.ts';
import { open } from '../testing/http.ts';
import { Installation } from '../testing/installation.ts';
import { sendRaw } from '../testing/raw-socket.ts';
import type { ChefProxySettings } from './chef-proxy.ts';

let chef: HeldServer;
let installation: Installation;
beforeEach(async () => {
  chef = await HeldServer.start();
  await restart({});
});
afterEach(async () => {
  await installation[Symbol.asyncDispose]();
  await chef[Symbol.asyncDispose]();
});

const NODE = '/organizations/acme/nodes/node1';
const PATIENT = { connectMs: 20_000, answerMs: 20_000, idleMs: 20_000, maxBodyBytes: 100_000_000 };

const superuser = generateKeyPairSync('rsa', { modulusLength: 2048 });

async function restart(settings: Partial<ChefProxySettings>): Promise<void> {
  await (installation as Installation | undefined)?.[Symbol.asyncDispose]();
  const chefProxy = { url: chef.url, host: 'caller', ...PATIENT, ...settings } as const;
  const directory: DirectorySettings = {
    ...{ kind: 'chef', url: chef.url, ca: undefined, superuser: 'pivotal', key: superuser.privateKey },
    ...{ signingVersion: '1.3', timeoutMs: 20_000, ttlMs: 1_000, negativeTtlMs: 1_000, faults: 5, pauseMs: 1_000 },
  };
  installation = await Installation.start({ chefProxy, directory });
}

/** A request whose body the test writes. */
function begin(options: RequestOptions): ClientRequest {
  return request({ host: '127.0.0.1', port: installation.port, path: NODE, agent: false, ...options });
}

async function answerTo(sent: ClientRequest): Promise<IncomingMessage> {
  const [answer] = (await once(sent, 'response')) as [IncomingMessage]; // the event's only argument
  return answer;
}

const proxied = async (outcome: string): Promise<number | undefined> => {
  const metric = await installation.operations.metrics.getSingleMetric('push_jobs_proxied_requests_total')?.get();
  return metric?.values.find(({ labels }) => labels['upstream'] === 'chef' && labels['outcome'] === outcome)?.value;
};

describe('a request for the Chef Infra Server', () => {
  it.each([
    NODE,
    '//organizations//acme/nodes/?a={b}|c&d=%7e',
    '/users/a%2Fb/../c',
    '/',
    '/organizations/acme/roles/%C3%A9',
  ])('goes there with the target as it was sent: %s', async (path) => {
    const arrives = chef.next();
    const asking = installation.send({ path });
    const [asked, answer] = await arrives;
    expect(asked.url).toBe(path);
    answer.end('{}');
    expect((await asking).status).toBe(200);
  });

  it.each(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'PROPFIND'])(
    'goes there whatever its method: %s',
    async (method) => {
      const arrives = chef.next();
      const asking = installation.send({ method, path: NODE });
      const [asked, answer] = await arrives;
      expect([asked.method, await text(asked)]).toEqual([method, '']);
      answer.writeHead(201, 'Made', { 'X-Ops-Server-Api-Info': 'x', 'Set-Cookie': ['a=1', 'b=2'] }).end();
      const { status, headers } = await asking;
      expect([status, headers['x-ops-server-api-info'], headers['set-cookie']]).toEqual([201, 'x', ['a=1', 'b=2']]);
    },
  );

  it('carries the headers of its caller, what a proxy adds, and nothing of the connection it came on', async () => {
    const arrives = chef.next();
    const headers = {
      ...{ Host: 'push.test', 'X-Ops-Sign': 'version=1.3', 'X-Forwarded-Proto': 'https', 'X-Forwarded-For': '1.2.3.4' },
      ...{ Connection: 'close, X-Mine', 'X-Mine': '1', TE: 'trailers', 'Proxy-Authorization': 'Basic x' },
    };
    const asking = installation.send({ path: NODE, headers: { ...headers, 'X-Request-Id': 'r-1' } });
    const [asked, answer] = await arrives;
    expect(asked.headers).toEqual({
      ...{ host: 'push.test', 'x-ops-sign': 'version=1.3', connection: 'keep-alive', via: '1.1 push-jobs' },
      ...{ 'x-forwarded-proto': 'https', 'x-forwarded-for': '1.2.3.4, 127.0.0.1', 'x-forwarded-host': 'push.test' },
      'x-request-id': 'r-1',
    });
    answer.writeHead(200, { 'X-Request-Id': 'theirs', Connection: 'keep-alive, X-Inner', 'X-Inner': '1' }).end();
    const answered = await asking;
    expect(answered.headers['x-request-id']).toBe('r-1');
    expect(answered.headers).not.toHaveProperty('x-inner');
  });

  it("names the server's own host where it is told to", async () => {
    await restart({ host: 'server' });
    const arrives = chef.next();
    const asking = installation.send({ path: NODE, headers: { Host: 'push.test' } });
    const [asked, answer] = await arrives;
    expect(asked.headers).toMatchObject({ host: chef.url.host, 'x-forwarded-host': 'push.test' });
    answer.end();
    await asking;
  });

  it('goes over connections that are kept', async () => {
    const ports = [];
    for (let asking = 0; asking < 3; asking += 1) {
      const arrives = chef.next();
      const answered = installation.send({ path: NODE });
      const [asked, answer] = await arrives;
      ports.push(asked.socket.remotePort);
      answer.end();
      await answered;
    }
    expect(new Set(ports).size).toBe(1);
  });
});

describe('a body', () => {
  it('goes to the server as it is sent, chunk by chunk', async () => {
    const arrives = chef.next();
    const sent = begin({ method: 'PUT', headers: { 'Transfer-Encoding': 'chunked' } });
    sent.write('first ');
    const [asked, answer] = await arrives;
    expect(String((await once(asked, 'data'))[0])).toBe('first ');
    sent.end('last');
    expect(await text(asked)).toBe('last');
    answer.end();
    expect((await answerTo(sent)).statusCode).toBe(200);
  });

  it('comes from the server as it is sent, chunk by chunk', async () => {
    const arrives = chef.next();
    const opening = open(installation.port, { path: NODE });
    const [, answer] = await arrives;
    answer.write('first ');
    const seen = await opening;
    expect(String((await once(seen, 'data'))[0])).toBe('first ');
    answer.end('last');
    expect(await text(seen)).toBe('last');
  });

  it.each([{ 'Transfer-Encoding': 'chunked' }, { 'Content-Length': String(48 << 20) }])(
    'of 48 MB goes there and back unharmed (%j)',
    async (framing) => {
      const body = randomBytes(48 << 20);
      const arrives = chef.next();
      const sent = begin({ method: 'DELETE', headers: framing });
      sent.end(body);
      const [asked, answer] = await arrives;
      asked.pipe(answer);
      const back = await buffer(await answerTo(sent));
      const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
      expect(digest(back)).toBe(digest(body));
    },
  );

  it('that is announced as too large is refused before anybody is asked', async () => {
    await restart({ maxBodyBytes: 10 });
    const answer = await installation.send({ method: 'POST', path: NODE, body: 'x'.repeat(11) });
    expect([answer.status, answer.json]).toEqual([413, { error: ['A body must be no more than 10 bytes.'] }]);
    expect(await proxied('too_large')).toBe(1);
  });

  it('that grows too large is cut off, so that the server does not take a part for the whole', async () => {
    await restart({ maxBodyBytes: 10 });
    const arrives = chef.next();
    const sent = begin({ method: 'POST', headers: { 'Transfer-Encoding': 'chunked' } });
    sent.write('x'.repeat(10));
    const [asked] = await arrives;
    sent.write('x');
    const answer = await answerTo(sent);
    expect(answer.statusCode).toBe(413);
    await expect(text(asked)).rejects.toThrow('aborted');
    sent.destroy();
  });

  it('that the server does not want to the end does not hide its answer, nor the next one', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const arrives = chef.next();
    const sent = begin({ method: 'PUT', headers: { 'Content-Length': '20' }, agent });
    sent.write('x'.repeat(10));
    const [, answer] = await arrives;
    answer.writeHead(403, { 'Content-Type': 'application/json', Connection: 'close' }).end('{"error":["no"]}');
    const refusal = await answerTo(sent);
    expect([refusal.statusCode, await text(refusal)]).toEqual([403, '{"error":["no"]}']);
    sent.end('x'.repeat(10));
    const next = chef.next();
    const following = open(installation.port, { path: NODE }, { agent });
    (await next)[1].end('next');
    expect(await text(await following)).toBe('next');
    agent.destroy();
  });

  it.each([
    ['a length and chunks', 'Content-Length: 5\r\nTransfer-Encoding: chunked\r\n'],
    ['chunks and a length', 'Transfer-Encoding: chunked\r\nContent-Length: 5\r\n'],
    ['two lengths', 'Content-Length: 5\r\nContent-Length: 6\r\n'],
    ['another coding as well', 'Transfer-Encoding: gzip, chunked\r\n'],
    ['another coding', 'Transfer-Encoding: identity\r\n'],
  ])('framed by %s is refused, and nobody is asked', async (_, framing) => {
    const head = `POST ${NODE} HTTP/1.1\r\nHost: push.test\r\nConnection: close\r\n`;
    const answer = await sendRaw(
      installation.port,
      `${head}${framing}\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1.1 400 /);
    expect(answer.match(/HTTP\/1.1/g)).toHaveLength(1);
    expect(chef.requests).toBe(0);
  });
});

describe('while a request is on its way', () => {
  it('a caller who leaves takes it along, be it before the answer', async () => {
    const arrives = chef.next();
    const sent = begin({ method: 'GET' });
    sent.on('error', () => undefined).end();
    const [, answer] = await arrives;
    const closed = once(answer, 'close');
    sent.destroy();
    await closed;
  });

  it('a caller who leaves takes it along, be it in the middle of the answer', async () => {
    const arrives = chef.next();
    const opening = open(installation.port, { path: NODE });
    const [, answer] = await arrives;
    answer.write('first');
    const seen = await opening;
    const closed = once(answer, 'close');
    seen.destroy();
    await closed;
  });

  it('a caller who leaves in the middle of a body leaves no whole body behind', async () => {
    const arrives = chef.next();
    const sent = begin({ method: 'PUT', headers: { 'Transfer-Encoding': 'chunked' } });
    sent.on('error', () => undefined).write('half');
    const [asked] = await arrives;
    const read = expect(text(asked)).rejects.toThrow('aborted');
    sent.destroy();
    await read;
  });

  it('a server that breaks off is seen to break off', async () => {
    const arrives = chef.next();
    const opening = open(installation.port, { path: NODE });
    const [, answer] = await arrives;
    answer.write('first');
    const seen = await opening;
    answer.destroy();
    await expect(text(seen)).rejects.toThrow('aborted');
    expect(await proxied('cut')).toBe(1);
  });

  it('a server that says nothing more is given up', async () => {
    await restart({ idleMs: 100 });
    const arrives = chef.next();
    const opening = open(installation.port, { path: NODE });
    const [, answer] = await arrives;
    answer.write('first');
    await expect(text(await opening)).rejects.toThrow('aborted');
  });
});

describe('where the server does not answer', () => {
  const away = () => [502, { error: [`Failed to connect to ${chef.url.origin}`] }];

  it('for nobody is there, callers are told', async () => {
    await chef[Symbol.asyncDispose]();
    const answer = await installation.send({ path: NODE });
    expect([answer.status, answer.json]).toEqual(away());
    expect(await proxied('away')).toBe(1);
  });

  it('in time, callers are told', async () => {
    await restart({ answerMs: 100 });
    const arrives = chef.next();
    const asking = installation.send({ method: 'POST', path: NODE, body: '{}' });
    const [asked] = await arrives;
    const closed = once(asked.socket, 'close');
    const answer = await asking;
    expect([answer.status, answer.json]).toEqual([504, { error: [`No answer from ${chef.url.origin} in time`] }]);
    await closed;
  });

  it('because it had closed a connection that was kept, it is asked again on a new one', async () => {
    await keepOneConnection();
    const [first, second] = [chef.next(), chef.next()];
    const asking = installation.send({ path: NODE });
    (await first)[0].socket.destroy();
    (await second)[1].end();
    expect((await asking).status).toBe(200);
  });

  it('it is not asked twice to do something', async () => {
    await keepOneConnection();
    const arrives = chef.next();
    const asking = installation.send({ method: 'POST', path: NODE, body: '{}' });
    (await arrives)[0].socket.destroy();
    const answer = await asking;
    expect([answer.status, answer.json]).toEqual(away());
    expect(chef.requests).toBe(2);
  });

  it('because it is the gateway itself, the request does not go round for ever', async () => {
    const arrives = chef.next();
    const asking = installation.send({ path: NODE });
    const [{ headers }, answer] = await arrives;
    const back = await installation.send({ path: NODE, headers: { Via: String(headers.via) } });
    expect([back.status, back.json]).toEqual([502, { error: [`${chef.url.origin} leads back here`] }]);
    answer.end();
    await asking;
  });

  async function keepOneConnection(): Promise<void> {
    const arrives = chef.next();
    const asking = installation.send({ path: NODE });
    (await arrives)[1].end();
    await asking;
  }
});

describe('what is ours', () => {
  it.each([
    ['GET', '/organizations/acme/pushy/nothing', 404],
    ['GET', '/organizations/acme/pushy/config/', 404],
    ['POST', '/pushy', 404],
    ['DELETE', '/organizations/acme/pushy/jobs', 405],
    ['PUT', '/pushy/_status', 405],
    ['GET', '/pushy/_status', 200],
    ['GET', '/organizations/acme/pushy/jobs', 400],
  ])('is never passed on: %s %s', async (method, path, status) => {
    expect((await installation.send({ method, path })).status).toBe(status);
    expect(chef.requests).toBe(0);
  });

  it('is not extended to other servers by a target with a host of its own', async () => {
    const answer = await sendRaw(
      installation.port,
      'GET http://elsewhere.test/users HTTP/1.1\r\nHost: push.test\r\nConnection: close\r\n\r\n',
    );
    expect(answer).toMatch(/^HTTP\/1.1 404 /);
    expect(chef.requests).toBe(0);
  });
});

it('counts what was passed on, apart from paths that nobody knows', async () => {
  const arrives = chef.next();
  const asking = installation.send({ path: NODE });
  (await arrives)[1].end();
  await asking;
  expect(await proxied('answered')).toBe(1);
  const requests = await installation.operations.metrics.getSingleMetric('push_jobs_http_requests_total')?.get();
  expect(requests?.values.map(({ labels }) => labels)).toEqual([{ route: 'chef', method: 'GET', status: '2xx' }]);
});
