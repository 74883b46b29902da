import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signedGet } from './testing/fake-orchestrator.fixture.ts';
import { TestService } from './testing/service.fixture.ts';

const FEED = '/organizations/acme/pushy/job_status_feed';
const UNKNOWN = 'f'.repeat(32);

let service: TestService;
let job: string;
beforeAll(async () => {
  service = await TestService.start();
  job = await service.writer.job('acme');
});
afterAll(() => service[Symbol.asyncDispose]());

interface Answer {
  status: number | undefined;
  body: string;
  headers: NodeJS.Dict<string | string[]>;
}

function ask(path: string, headers: Record<string, string>, method = 'GET', body = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const length = body === '' ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const options = { method, headers: { ...headers, ...length }, agent: false };
    const sent = request(service.url(path), options, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
      response.on('end', () => resolve({ status: response.statusCode, body: text, headers: response.headers }));
    });
    sent.on('error', reject).end(body);
  });
}

const MISSING_HEADERS = JSON.stringify({
  error: [
    "missing required authentication header(s) 'X-Ops-Sign', 'X-Ops-UserId', 'X-Ops-Timestamp', 'X-Ops-Content-Hash'",
  ],
});
const SSE = { accept: 'text/event-stream' };
const signed = (path: string, user?: string) => ({ ...SSE, ...signedGet(path, user) });

describe('a feed', () => {
  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH', 'PROPFIND'])(
    'refuses %s before it looks at anything else',
    async (method) => {
      const headers = { 'content-type': 'application/json' };
      for (const path of [FEED, `${FEED}/`, `//organizations/nobody/pushy//job_status_feed/${UNKNOWN}`]) {
        expect((await ask(path, headers, method, method === 'HEAD' ? '' : '{ no json')).status).toBe(405);
      }
    },
  );

  it.each(['/', '/organizations/acme/pushy/job_status_feeds', `${FEED}/${UNKNOWN}/more`, '/pushy/job_status_feed'])(
    'is not at %s',
    async (path) => expect((await ask(path, signed(path))).status).toBe(404),
  );

  it('wants to know who asks', async () => {
    expect(await ask(FEED, SSE)).toMatchObject({ status: 400, body: MISSING_HEADERS });
    expect(await ask(FEED, signed(`${FEED}/x`))).toMatchObject({
      status: 401,
      body: '{"error":["Invalid signature for user or client \'alice\'"]}',
      headers: { 'www-authenticate': 'X-Ops-Sign version="1.0" version="1.1" version="1.3"' },
    });
    expect((await ask(FEED, signed(FEED, 'nobody'))).status).toBe(401);
    expect((await ask(FEED, signed(FEED, 'bob'))).status).toBe(403);
    expect((await ask(FEED, signed(FEED, 'carol'))).status).toBe(403);
    const nowhere = FEED.replace('acme', 'nowhere');
    expect((await ask(nowhere, signed(nowhere))).status).toBe(404);
  });

  it.each([
    ['unknown', `${FEED}/${UNKNOWN}`],
    ['no id', `${FEED}/%00`],
    ['in capitals', `${FEED}/${UNKNOWN.toUpperCase()}`],
  ])('does not know a job that is %s', async (_, path) => {
    expect((await ask(path, { ...signed(path), accept: 'application/json' })).status).toBe(404);
    expect((await ask(path, { ...SSE })).status).toBe(400);
  });

  it("does not know another organization's job", async () => {
    const path = `/organizations/other/pushy/job_status_feed/${job}`;
    expect((await ask(path, signed(path))).status).toBe(404);
  });

  it('refuses who does not accept event streams, after everything else', async () => {
    for (const path of [FEED, `${FEED}/${job}`]) {
      expect((await ask(path, { ...signed(path), accept: 'application/json' })).status).toBe(406);
    }
  });

  it('is found under doubled and trailing slashes, and with Accept */*', async () => {
    for (const path of ['/', `//${job}//`]) {
      const stream = await service.watch('acme', path, { accept: '*/*' });
      expect(stream.status).toBe(200);
      stream.close();
    }
  });
});
