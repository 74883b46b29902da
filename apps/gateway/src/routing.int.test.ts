import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROUTES } from './routes.ts';
import { Installation } from './testing/installation.ts';

let installation: Installation;
beforeAll(async () => {
  installation = await Installation.start();
});
afterAll(() => installation[Symbol.asyncDispose]());

const EXAMPLES = { ':organization': 'acme', ':node': 'node1', ':job': '0'.repeat(32) };
const example = (path: string): string =>
  Object.entries(EXAMPLES).reduce((text, [name, value]) => text.replace(name, value), path);

describe('every path of the route table', () => {
  const rows = Object.values(ROUTES).map(({ path, methods }) => [path, Object.keys(methods).join(', ')] as const);

  it.each(rows)('%s says which methods it knows, before anything else is looked at', async (path, allowed) => {
    for (const method of ['DELETE', 'HEAD', 'OPTIONS', 'PATCH', 'PROPFIND', 'PUT', 'TRACE']) {
      const answer = await installation.send({ method, path: example(path) });
      expect([method, answer.status, answer.headers.allow]).toEqual([method, 405, allowed]);
    }
  });

  it.each(rows)('%s asks for a signature, unless it is open or the feed', async (path, allowed) => {
    if (path === ROUTES.status.path || path === ROUTES.openapi.path || path.includes('feed')) return;
    for (const method of allowed.split(', ')) {
      const answer = await installation.send({ method, path: example(path) });
      expect(answer.status).toBe(400);
      expect(answer.json).toEqual({ error: [expect.stringContaining('missing required authentication header(s)')] });
    }
  });
});

describe('a method that a path does not know', () => {
  it('is refused even with a body that is too large, in an unknown organization', async () => {
    const path = '/organizations/nowhere/pushy/jobs/x';
    const answer = await installation.send({ method: 'POST', path, body: Buffer.alloc(1_500_000) });
    expect(answer.status).toBe(405);
    expect(answer.json).toEqual({ error: 'POST is not allowed here, but GET' });
  });
});

describe('paths', () => {
  it.each(['//pushy/_status', '/pushy//_status/', '/pushy/_status//', '/pushy/_status?x=//'])(
    '%s is the status, however many slashes it has',
    async (path) => {
      expect((await installation.send({ path })).status).toBe(200);
    },
  );

  it('with doubled slashes are signed as if they had none', async () => {
    const call = { path: '//organizations/acme//pushy/node_states/?a=b' };
    expect((await installation.sendAs(installation.admin, call)).status).toBe(200);
  });

  it.each([
    '/',
    '/pushy',
    '/organizations/acme/pushy/config',
    '/organizations/acme/pushy/config/',
    '/organizations/acme/pushy/jobs/x/output/node1/stdin',
    '/organizations/acme/search/role?q=name:web',
    '/organizations//pushy/jobs',
  ])('%s does not exist', async (path) => {
    for (const method of ['GET', 'POST', 'DELETE']) {
      const answer = await installation.send({ method, path });
      expect([answer.status, answer.json]).toEqual([404, { error: 'there is nothing at this path' }]);
    }
  });

  it('with a broken escape are refused in JSON', async () => {
    const answer = await installation.send({ path: '/organizations/acme/pushy/jobs/%zz' });
    expect([answer.status, answer.json]).toEqual([400, { error: 'the path is not well-formed' }]);
  });

  it('may name nodes with escaped and long names', async () => {
    const name = `a/b é ${'x'.repeat(300)}`;
    const path = `/organizations/acme/pushy/node_states/${encodeURIComponent(name)}`;
    const answer = await installation.sendAs(installation.admin, { path });
    expect(answer.json).toEqual({ node_name: name, status: 'offline', availability: 'unavailable' });
  });
});

describe('the id of a request', () => {
  it('is the one that came with it', async () => {
    const answer = await installation.send({ path: '/pushy/_status', headers: { 'X-Request-Id': 'abc-1' } });
    expect(answer.headers['x-request-id']).toBe('abc-1');
  });

  it.each([{}, { 'X-Request-Id': 'a b\tc' }, { 'X-Request-Id': 'x'.repeat(200) }])(
    'is made up where none came that could be logged (%j)',
    async (headers) => {
      const answer = await installation.send({ path: '/nowhere', headers: { ...headers } });
      expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    },
  );
});

describe('answers', () => {
  it('are JSON of a known length', async () => {
    const answer = await installation.send({ path: '/pushy/_status' });
    expect(answer.headers['content-type']).toBe('application/json');
    expect(answer.headers['content-length']).toBe(String(answer.body.length));
  });
});
