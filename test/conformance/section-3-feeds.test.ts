import { beforeAll, describe, expect, inject, it } from 'vitest';
import { send } from './support-http/answer.ts';
import { EventStream } from './support-http/event-stream.ts';
import type { Principal } from './support-http/principal.ts';
import { Tenant } from './support-http/tenant.ts';

const installation = inject('installation');
const NO_JOB = '0'.repeat(32);

let tenant: Tenant;
let ada: Principal;
let job: string;
beforeAll(async () => {
  tenant = await Tenant.create('s3-feeds', { users: ['ada', 'bob'], groups: { admins: { users: ['ada'] } } });
  ada = tenant.as('ada');
  job = await tenant.failedJob(ada);
});

describe.each([
  ['the gateway', installation.origin],
  ['the feed service', installation.feedOrigin],
])('3 GET /pushy/job_status_feed at %s', (_, origin) => {
  const ask = (path: string, accept: string) => ada.get(tenant.path(path), { origin, headers: { Accept: accept } });

  it.each(['text/event-stream', '*/*', 'application/json, text/event-stream;q=0.9', 'text/html, */*;q=0.1'])(
    '3.25 the feed of the organization is an event stream to whoever accepts %s',
    async (Accept) => {
      using feed = await EventStream.open(origin, ada, tenant.path('job_status_feed'), { headers: { Accept } });
      expect(feed.headers['content-type']).toBe('text/event-stream');
    },
  );

  it.each(['application/json', 'text/html', 'text/*, application/json', 'application/octet-stream'])(
    '3.26 it is 406 to whoever accepts %s',
    async (accept) => {
      const answers = [await ask('job_status_feed', accept), await ask(`job_status_feed/${job}`, accept)];
      expect(answers.map(({ status }) => status)).toEqual([406, 406]);
    },
  );

  it("3.27 it is 406 to knife's default", async () => {
    expect((await ask('job_status_feed', 'application/json')).status).toBe(406);
  });

  it('3.28 authentication comes before the 406', async () => {
    const headers = { Accept: 'application/json' };
    for (const path of ['job_status_feed', `job_status_feed/${job}`]) {
      const unsigned = await send(origin, { method: 'GET', path: tenant.path(path), headers });
      const forged = await ada.get(tenant.path(path), { origin, headers, key: tenant.as('bob').key });
      expect([unsigned.status, forged.status]).toEqual([400, 401]);
    }
  });

  it('3.28 the 404 of an unknown job comes before the 406', async () => {
    const { status, json } = await ask(`job_status_feed/${NO_JOB}`, 'application/json');
    expect(status).toBe(404);
    expect(json).toEqual({ error: expect.any(String) as unknown });
  });

  it('3.29 the feed of a job is an event stream', async () => {
    using feed = await EventStream.open(origin, ada, tenant.path(`job_status_feed/${job}`));
    expect(feed.headers['content-type']).toBe('text/event-stream');
  });

  it.each([NO_JOB, 'no-id', 'F'.repeat(32)])('3.29 the feed of an unknown job is 404: %s', async (id) => {
    expect((await ask(`job_status_feed/${id}`, 'text/event-stream')).status).toBe(404);
  });
});
