import { beforeAll, describe, expect, inject, it } from 'vitest';
import type { Answer } from './support-http/answer.ts';
import type { Principal } from './support-http/principal.ts';
import { type JobJson, Tenant, uriOf } from './support-http/tenant.ts';

const { origin } = inject('installation');
const JOB = { command: 'uptime', nodes: ['never-seen'] };
const ID = /^[0-9a-f]{32}$/;

let tenant: Tenant;
let ada: Principal;
beforeAll(async () => {
  tenant = await Tenant.create('s3-jobs', { users: ['ada'], groups: { admins: { users: ['ada'] } } });
  ada = tenant.as('ada');
});

const start = (headers: Record<string, string> = {}): Promise<Answer> =>
  ada.post(tenant.path('jobs'), JOB, { headers });

describe('3 POST /pushy/jobs', () => {
  it('3.11 answers 201 with the uri of the job and nothing else, the same as in Location', async () => {
    const { status, headers, json } = await start();
    const uri = expect.stringMatching(/^http:\/\/[^/]+\/organizations\/s3-jobs\/pushy\/jobs\/[0-9a-f]{32}$/) as unknown;
    expect(status).toBe(201);
    expect(json).toEqual({ uri });
    expect(headers.location).toBe(uriOf({ json } as Answer));
  });

  it.each([
    ['https', 'https'],
    ['http', 'http'],
    ['https, http', 'https'],
  ])('3.12 takes the scheme from X-Forwarded-Proto: %s', async (forwarded, scheme) => {
    const answer = await start({ 'X-Forwarded-Proto': forwarded });
    expect(uriOf(answer)).toMatch(new RegExp(`^${scheme}://`));
    expect(answer.headers.location).toBe(uriOf(answer));
  });

  it('3.12 without a proxy the scheme is the one that was used', async () => {
    expect(uriOf(await start())).toMatch(/^http:/);
  });

  it.each<[string, Record<string, string>, string]>([
    ['a port', { Host: 'push.example.com:10003' }, 'http://push.example.com:10003'],
    ['no port', { Host: 'push.example.com' }, 'http://push.example.com'],
    ['port 80', { Host: 'push.example.com:80' }, 'http://push.example.com'],
    ['port 443', { Host: 'push.example.com:443', 'X-Forwarded-Proto': 'https' }, 'https://push.example.com'],
    ['an IPv6 address', { Host: '[::1]:10003' }, 'http://[::1]:10003'],
    [
      'a proxy',
      { Host: 'gateway:10003', 'X-Forwarded-Host': 'push.example.com', 'X-Forwarded-Proto': 'https' },
      'https://push.example.com',
    ],
    [
      'a proxy on a port',
      { Host: 'gateway:10003', 'X-Forwarded-Host': 'push.example.com:8443', 'X-Forwarded-Proto': 'https' },
      'https://push.example.com:8443',
    ],
    [
      'a proxy on port 443',
      { Host: 'gateway:10003', 'X-Forwarded-Host': 'push.example.com:443', 'X-Forwarded-Proto': 'https' },
      'https://push.example.com',
    ],
    [
      'two proxies',
      { Host: 'gateway', 'X-Forwarded-Host': 'push.example.com, inner', 'X-Forwarded-Proto': 'https, http' },
      'https://push.example.com',
    ],
  ])('3.13 takes host and port as the caller used them: %s', async (_, headers, expected) => {
    const answer = await start(headers);
    expect(answer.status).toBe(201);
    expect(uriOf(answer).slice(0, -32)).toBe(`${expected}/organizations/s3-jobs/pushy/jobs/`);
    expect(answer.headers.location).toBe(uriOf(answer));
  });

  it('3.14 names the job in the last 32 characters of its uri, which can be polled as it stands', async () => {
    const uri = uriOf(await start());
    expect(uri.slice(-32)).toMatch(ID);
    expect(uri.startsWith(origin)).toBe(true);
    const { status, json } = await ada.get(new URL(uri).pathname);
    expect(status).toBe(200);
    expect(json).toMatchObject({ id: uri.slice(-32) });
  });
});

describe('3 GET /pushy/jobs', () => {
  it('3.15 lists the jobs, newest first, without their nodes', async () => {
    const ids = [];
    for (let i = 0; i < 3; i += 1) ids.push(await tenant.failedJob(ada));
    const { status, json } = await ada.get(tenant.path('jobs'));
    const jobs = json as JobJson[]; // checked here
    expect(status).toBe(200);
    expect(jobs.slice(0, 3).map(({ id }) => id)).toEqual(ids.reverse());
    const keys = ['command', 'created_at', 'id', 'run_timeout', 'status', 'updated_at'];
    for (const job of jobs) expect(Object.keys(job).sort()).toEqual(keys);
  });

  it('3.15 is an empty array where there are none', async () => {
    const empty = await Tenant.create('s3-no-jobs', { users: ['ada'] });
    const { status, json } = await empty.as('ada').get(empty.path('jobs'));
    expect([status, json]).toEqual([200, []]);
  });
});

describe('3 GET /pushy/jobs/JOB', () => {
  it('3.16 answers 200 with the job and its nodes', async () => {
    const id = await tenant.failedJob(ada);
    const { status, json } = await ada.get(tenant.path(`jobs/${id}`));
    expect(status).toBe(200);
    expect(json).toMatchObject({ id, status: 'quorum_failed', nodes: { unavailable: ['never-seen'] } });
  });

  it.each(['0'.repeat(32), 'no-id', 'F'.repeat(32)])('3.16 is 404 where there is no such job: %s', async (id) => {
    expect((await ada.get(tenant.path(`jobs/${id}`))).status).toBe(404);
  });

  it.each(['raw:some text\n', 'base64:c29tZSB0ZXh0Cg=='])(
    '3.17 shows the file only where asked to: %s',
    async (file) => {
      const id = await tenant.failedJob(ada, { file });
      const shown = (await ada.get(tenant.path(`jobs/${id}?include_file=true`))).json;
      const hidden = (await ada.get(tenant.path(`jobs/${id}`))).json;
      expect(shown).toMatchObject({ id, file });
      expect(shown).not.toHaveProperty('file_specified');
      expect(hidden).toMatchObject({ id, file_specified: true });
      expect(hidden).not.toHaveProperty('file');
    },
  );

  it('3.17 shows no file where there is none', async () => {
    const id = await tenant.failedJob(ada);
    const { json } = await ada.get(tenant.path(`jobs/${id}?include_file=true`));
    expect(Object.keys(json as object)).not.toContain('file');
  });

  it('3.55 ends what knife polls with a status that is none of three, and an object of nodes', async () => {
    const id = await tenant.startJob(ada, JOB);
    const { status, nodes } = await tenant.finished(ada, id);
    expect(status).toBe('quorum_failed');
    expect(nodes).toEqual({ unavailable: ['never-seen'] });
  });
});

describe('3 every answer', () => {
  it.each([
    ['a job that was started', 'POST', 'jobs', JOB],
    ['a job that is refused', 'POST', 'jobs', {}],
    ['the list of jobs', 'GET', 'jobs', undefined],
    ['a job that is not there', 'GET', 'jobs/none', undefined],
    ['the states of nodes', 'GET', 'node_states', undefined],
    ['the state of a node', 'GET', 'node_states/näme', undefined],
    ['an unknown path', 'GET', 'nothing', undefined],
    ['another method', 'DELETE', 'jobs', undefined],
    ['a feed that is not there', 'GET', 'job_status_feed/none', undefined],
  ])('3.54 is JSON by name, with a correct length: %s', async (_, method, path, body) => {
    const target = encodeURI(tenant.path(path));
    const answer = await ada.send(method, target, { body });
    expect(answer.headers['content-type']).toBe('application/json');
    expect(answer.headers['content-length']).toBe(String(answer.body.length));
    expect(answer.json).toBeTypeOf('object');
  });
});
