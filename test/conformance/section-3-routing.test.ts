import { METHODS } from 'node:http';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { type Answer, send } from './support-http/answer.ts';
import { Tenant } from './support-http/tenant.ts';

const { origin, feedOrigin } = inject('installation');
const NO_JOB = '0'.repeat(32);

let tenant: Tenant;
let paths: Record<string, string>;
beforeAll(async () => {
  tenant = await Tenant.create('s3-routing', { users: ['ada'], groups: { admins: { users: ['ada'] } } });
  const job = await tenant.failedJob(tenant.as('ada'));
  paths = { job: `jobs/${job}`, jobFeed: `job_status_feed/${job}` };
});

/** Every path there is under an organization, and the methods it knows. */
const KNOWN: readonly [string, readonly string[]][] = [
  ['config/node', ['GET']],
  ['jobs', ['GET', 'POST']],
  [`jobs/${NO_JOB}`, ['GET']],
  [`jobs/${NO_JOB}/output/node/stdout`, ['GET']],
  [`jobs/${NO_JOB}/output/node/stderr`, ['GET']],
  ['node_states', ['GET']],
  ['node_states/node', ['GET']],
  ['job_status_feed', ['GET']],
  [`job_status_feed/${NO_JOB}`, ['GET']],
];
const FEEDS = KNOWN.filter(([path]) => path.startsWith('job_status_feed'));

/** CONNECT asks a proxy for a tunnel, and is no request to a path. */
const otherMethods = (known: readonly string[]) => METHODS.filter((name) => ![...known, 'CONNECT'].includes(name));

describe('3 a known path', () => {
  it.each(KNOWN)(
    '3.1 answers 405 to any other method, unsigned and for whatever organization: %s',
    async (path, known) => {
      for (const method of otherMethods(known)) {
        const { status, headers } = await send(origin, { method, path: `/organizations/s3-no-such/pushy/${path}` });
        expect([method, status]).toEqual([method, 405]);
        expect(headers.allow?.split(', ').sort()).toEqual(known);
      }
    },
  );

  it.each(FEEDS)('3.1 answers 405 at the feed service: %s', async (path, known) => {
    for (const method of otherMethods(known)) {
      const { status } = await send(feedOrigin, { method, path: `/organizations/s3-no-such/pushy/${path}` });
      expect([method, status]).toEqual([method, 405]);
    }
  });

  it('3.1 answers 405 whatever the body', async () => {
    const path = tenant.path('node_states');
    const unsigned = { method: 'POST', path, body: '{"broken":', headers: { 'Content-Type': 'application/json' } };
    const oversized = await tenant.as('ada').post(path, Buffer.alloc(1_000_001));
    expect([(await send(origin, unsigned)).status, oversized.status]).toEqual([405, 405]);
  });

  it('3.1 is the status page too', async () => {
    expect((await send(origin, { method: 'POST', path: '/pushy/_status' })).status).toBe(405);
  });
});

describe('3 an unknown path', () => {
  it.each([
    'pushy',
    'pushy/nothing',
    'pushy/jobs/one/more',
    `pushy/jobs/${NO_JOB}/output`,
    `pushy/jobs/${NO_JOB}/output/node/stdin`,
    'pushy/node_states/one/more',
    'pushy/job_status_feed/one/more',
  ])('3.2 is 404: %s', async (path) => {
    for (const method of ['GET', 'POST']) {
      const { status } = await tenant.as('ada').send(method, `/organizations/${tenant.organization}/${path}`);
      expect([method, status]).toEqual([method, 404]);
    }
  });

  it.each(['/pushy/nothing', '/pushy', '/nothing', '/organization/demo/pushy/jobs'])(
    '3.2 is 404 to whoever did not sign: %s',
    async (path) => {
      expect((await send(origin, { method: 'GET', path })).status).toBe(404);
    },
  );
});

describe('3 slashes', () => {
  it.each(['//pushy/_status', '/pushy/_status/', '//pushy///_status//'])('3.3 do not matter in %s', async (path) => {
    expect((await send(origin, { method: 'GET', path })).status).toBe(200);
  });

  it.each(['jobs', 'node_states', 'node_states/node', 'job'])(
    '3.3 do not matter, doubled and at the end: %s',
    async (name) => {
      const plain = tenant.path(paths[name] ?? name);
      for (const path of [`${plain}/`, `${plain}//`, plain.replaceAll('/', '//'), `/${plain}/?a=b`]) {
        const answer: Answer = await tenant.as('ada').get(path);
        expect([path, answer.status]).toEqual([path, 200]);
      }
    },
  );

  it.each(['job_status_feed', 'jobFeed'])(
    '3.3 do not matter to a feed, which JSON alone cannot take: %s',
    async (name) => {
      const plain = tenant.path(paths[name] ?? name);
      for (const path of [`${plain}/`, plain.replaceAll('/', '//')]) {
        for (const at of [origin, feedOrigin]) {
          expect((await tenant.as('ada').get(path, { origin: at })).status).toBe(406);
        }
      }
    },
  );

  it('3.3 do not matter when a job is started', async () => {
    const answer = await tenant
      .as('ada')
      .post(`/${tenant.path('jobs')}/`, { command: 'uptime', nodes: ['never-seen'] });
    expect(answer.status).toBe(201);
  });
});
