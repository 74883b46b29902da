import { type Job } from '@push-jobs/contracts';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from './testing/http.ts';
import { Installation, signed } from './testing/installation.ts';

let installation: Installation;
const ID = 'a'.repeat(32);
const job: Job = {
  jobId: ID,
  organization: 'acme',
  status: 'running',
  requestedBy: 'alice',
  createdAtMs: Date.parse('2012-09-04T23:01:02Z'),
  updatedAtMs: Date.parse('2012-09-04T23:17:56Z'),
  nodes: [
    { node: 'n1', status: 'running', updatedAtMs: Date.parse('2012-09-04T23:02:00Z') },
    { node: 'n2', status: 'succeeded', updatedAtMs: Date.parse('2012-09-04T23:03:00Z') },
    { node: 'n3', status: 'running', updatedAtMs: Date.parse('2012-09-04T23:04:00Z'), reason: 'so it said' },
  ],
  hasFile: true,
  spec: { command: 'chef-client', nodes: ['n1', 'n2', 'n3'], runTimeoutSeconds: 3600, quorum: 3, file: 'raw:x' },
};

beforeAll(async () => {
  installation = await Installation.start();
  installation.services.organizations.add('umbrella');
  installation.services.jobs.push(job, { ...job, jobId: 'b'.repeat(32), organization: 'umbrella' });
});
afterAll(() => installation[Symbol.asyncDispose]());

const path = (rest = '') => `/organizations/acme/pushy/jobs${rest}`;
const get = (rest = '') => installation.sendAs(installation.user, { path: path(rest) });
const post = (body: unknown, headers: Record<string, string> = {}) =>
  installation.sendAs(installation.admin, {
    method: 'POST',
    path: path(),
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers,
  });

describe('creating a job', () => {
  it('answers with its address, and nothing else, there and in Location', async () => {
    const headers = { Host: 'push.example.com:443', 'X-Forwarded-Proto': 'https' };
    const answer = await post({ command: 'ls', nodes: ['n1', 'n1', 'n2'], env: { A: '1' } }, headers);
    const id = String(installation.services.created.length).padStart(32, '0');
    const uri = `https://push.example.com/organizations/acme/pushy/jobs/${id}`;
    expect([answer.status, answer.json, answer.headers.location]).toEqual([201, { uri }, uri]);
  });

  it('hands the validated job and who asked to the orchestrator', async () => {
    await post({ command: 'ls', nodes: ['n1'], capture_output: true, env: {} });
    expect(installation.services.created.at(-1)).toMatchObject({
      organization: 'acme',
      requestedBy: 'admin',
      spec: { command: 'ls', nodes: ['n1'], runTimeoutSeconds: 3600, quorum: 1, captureOutput: true, env: {} },
    });
  });

  const bad: [unknown, string][] = [
    [{ nodes: ['n1'] }, 'invalid command supplied'],
    [{ command: 1, nodes: ['n1'] }, 'invalid command supplied'],
    [{ command: 'ls', nodes: [] }, 'at least one node must be supplied'],
    [{ command: 'ls' }, 'at least one node must be supplied'],
    [{ command: 'ls', nodes: ['n1'], run_timeout: '1' }, 'invalid type supplied for run_timeout (expected a number)'],
    [{ command: 'ls', nodes: ['n1'], quorum: null }, 'invalid type supplied for quorum (expected a number)'],
    [{ command: 'ls', nodes: ['n1'], file: 'plain' }, "invalid file contents (expected 'base64:...' or 'raw:...')"],
    [{ command: 'ls', nodes: ['n1'], file: 'base64:~' }, "invalid file contents (couldn't decode base64 string)"],
    [
      { command: 'ls', nodes: ['n1'], file: `raw:${'x'.repeat(100_001)}` },
      'invalid file size (must be <= 100000 bytes)',
    ],
    [
      { command: 'ls', nodes: ['n1'], capture_output: 'yes' },
      'invalid type supplied for capture_output (expected a boolean)',
    ],
    [{ command: 'ls', nodes: ['n1'], surprise: true }, 'invalid key supplied'],
    ['{"command":"ls","nodes":["n1"],"env":{"A":"1","\\u0041":"2"}}', 'invalid environment value (duplicate key)'],
    ['{"command":"ls"', 'the body is not valid JSON'],
    ['', 'the body is not valid JSON'],
    ['[]', 'invalid job supplied'],
  ];

  it.each(bad.map(([body, error]) => [error, body] as const))('is refused with: %s', async (error, body) => {
    const answer = await post(body);
    expect([answer.status, answer.json]).toEqual([400, { error }]);
  });

  it('is refused where the body is not UTF-8', async () => {
    const body = Buffer.concat([Buffer.from('{"command":"'), Buffer.from([0xff]), Buffer.from('","nodes":["n"]}')]);
    const answer = await installation.sendAs(installation.admin, { method: 'POST', path: path(), body });
    expect([answer.status, answer.json]).toEqual([400, { error: 'the body is not valid UTF-8' }]);
  });
});

describe('a job', () => {
  const shown = {
    id: ID,
    command: 'chef-client',
    status: 'running',
    run_timeout: 3600,
    created_at: 'Tue, 04 Sep 2012 23:01:02 GMT',
    updated_at: 'Tue, 04 Sep 2012 23:17:56 GMT',
  };
  const nodes = { running: ['n1', 'n3'], succeeded: ['n2'] };

  it('is shown with its nodes by status', async () => {
    const answer = await get(`/${ID}`);
    expect([answer.status, answer.json]).toEqual([200, { ...shown, nodes, file_specified: true }]);
  });

  it('is shown with its file where that is asked for', async () => {
    expect((await get(`/${ID}?include_file=true`)).json).toEqual({ ...shown, nodes, file: 'raw:x' });
  });

  it('is shown with who asked, the quorum, and since when each node is what it is, where that is asked for', async () => {
    const { json } = await get(`/${ID}?details=true`);
    expect(json).toMatchObject({ requested_by: 'alice', quorum: 3 });
    expect(json).toMatchObject({
      details: {
        n1: { status: 'running', updated_at: 'Tue, 04 Sep 2012 23:02:00 GMT' },
        n2: { status: 'succeeded', updated_at: 'Tue, 04 Sep 2012 23:03:00 GMT' },
        n3: { status: 'running', updated_at: 'Tue, 04 Sep 2012 23:04:00 GMT', reason: 'so it said' },
      },
    });
  });

  it('is listed in pages, each of which says where the next one is', async () => {
    const page = await installation.sendAs(installation.user, {
      path: path('?limit=1&status=running&command=chef'),
      headers: { Host: 'push.example.com', 'X-Forwarded-Proto': 'https' },
    });
    const next = `https://push.example.com${path(`?limit=1&status=running&command=chef&before=${ID}`)}`;
    expect(page.headers['link']).toBe(`<${next}>; rel="next"`);
    expect(installation.services.lists.at(-1)).toMatchObject({
      ...{ organization: 'acme', limit: 1, before: '', statuses: ['running'], command: 'chef' },
    });
    await get(`?limit=2&before=${ID}`);
    expect(installation.services.lists.at(-1)).toMatchObject({ limit: 2, before: ID });
    expect((await get('?limit=2')).headers).not.toHaveProperty('link');
  });

  it('is not listed for a parameter that makes no sense', async () => {
    const answer = await get('?limit=none');
    expect([answer.status, answer.json]).toEqual([400, { error: "'limit' must be a whole number from 1 to 5000" }]);
  });

  it('is listed without its nodes', async () => {
    const answer = await get();
    expect([answer.status, answer.json]).toEqual([200, [{ ...shown, file_specified: true }]]);
  });

  it.each(['b'.repeat(32), 'c'.repeat(32), ID.toUpperCase(), 'x', `${ID}0`, '..', '%2e%2e'])(
    'is unknown where it is of another organization or never was: %s',
    async (id) => {
      const answer = await get(`/${id}`);
      expect([answer.status, answer.json]).toEqual([404, { error: `job '${decodeURIComponent(id)}' does not exist` }]);
    },
  );

  it('is unknown where its id has a NUL, which no backend is asked for', async () => {
    const answer = await get('/%00');
    expect([answer.status, answer.json]).toEqual([404, { error: 'there is nothing at this path' }]);
  });
});

describe('cancelling a job', () => {
  const cancel = (id: string, body?: string) =>
    installation.sendAs(installation.admin, {
      method: 'POST',
      path: path(`/${id}/cancel`),
      ...(body === undefined ? {} : { body }),
    });

  it.each([
    [undefined, []],
    ['{}', []],
    ['{"nodes":["n1"]}', ['n1']],
  ])('with the body %s is accepted', async (body, nodes) => {
    const answer = await cancel(ID, body);
    expect([answer.status, answer.json]).toEqual([202, {}]);
    expect(installation.services.cancelled.at(-1)).toMatchObject({ organization: 'acme', jobId: ID, nodes });
  });

  it.each(['{"nodes":[]}', '{"nodes":"n1"}', '{"node":"n1"}', 'x', 'null'])(
    'with the body %s is refused, rather than taken for the whole job',
    async (body) => {
      const before = installation.services.cancelled.length;
      expect((await cancel(ID, body)).status).toBe(400);
      expect(installation.services.cancelled).toHaveLength(before);
    },
  );

  it('of another organization is 404', async () => {
    expect((await cancel('b'.repeat(32))).status).toBe(404);
  });
});

describe('the output of a node', () => {
  const read = (rest: string) => get(`/${ID}/output/${rest}`);
  beforeAll(() => {
    const { outputs } = installation.services;
    outputs.set(`${ID}/n2/stdout`, [Buffer.from([0, 255]), Buffer.alloc(300_000, 7), Buffer.from('end')]);
    outputs.set(`${ID}/n2/stderr`, []);
    outputs.set(`${'b'.repeat(32)}/n2/stdout`, [Buffer.from('secret')]);
  });

  it('is what it wrote, byte for byte', async () => {
    const answer = await read('n2/stdout');
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/octet-stream']);
    const expected = Buffer.concat([Buffer.from([0, 255]), Buffer.alloc(300_000, 7), Buffer.from('end')]);
    expect(answer.body.equals(expected)).toBe(true);
  });

  it('is empty where it was captured and is empty', async () => {
    const answer = await read('n2/stderr');
    expect([answer.status, answer.body.length]).toEqual([200, 0]);
  });

  it('is 404 where nothing was captured', async () => {
    const answer = await read('n1/stdout');
    expect([answer.status, answer.json]).toEqual([404, { error: 'no such output' }]);
  });

  it('is 404 for a job of another organization', async () => {
    const answer = await get(`/${'b'.repeat(32)}/output/n2/stdout`);
    expect([answer.status, answer.json]).toEqual([404, { error: `job '${'b'.repeat(32)}' does not exist` }]);
  });

  it('is not read on for a caller who left', async () => {
    const source = new Readable({ read: () => void source.push(Buffer.alloc(64 * 1024)) });
    installation.services.outputs.set(`${ID}/n3/stdout`, source);
    const call = signed(installation.user, { path: path(`/${ID}/output/n3/stdout`) });
    const reading = await open(installation.port, call);
    const abandoned = expect(once(source, 'close')).rejects.toThrow('aborted');
    reading.destroy();
    await abandoned;
  });
});
