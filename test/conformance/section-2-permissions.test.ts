import { curveKeys } from '@push-jobs/testing';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import type { Answer } from './support-http/answer.ts';
import type { Principal } from './support-http/principal.ts';
import { Tenant } from './support-http/tenant.ts';

const { feedOrigin } = inject('installation');
const JOB = { command: 'uptime', nodes: ['never-seen'] };
const CCPK = encodeURIComponent(curveKeys().publicKey);

/** Nobody is named a writer or a reader here. */
let plain: Tenant;
let named: Tenant;
let twins: Tenant;
beforeAll(async () => {
  plain = await Tenant.create('s2-plain', {
    users: ['boss', 'deputy', 'member'],
    outsiders: ['guest'],
    clients: ['robot', 'node-a'],
    groups: { admins: { users: ['boss', 'guest'], groups: ['deputies'] }, deputies: { users: ['deputy'] } },
  });
  named = await Tenant.create('s2-named', {
    users: ['boss', 'writer', 'nested-writer', 'reader', 'nested-reader', 'member'],
    outsiders: ['guest'],
    clients: ['writing-robot', 'reading-robot', 'idle-robot'],
    groups: {
      admins: { users: ['boss'] },
      pushy_job_writers: { users: ['writer', 'guest'], clients: ['writing-robot'], groups: ['release'] },
      release: { users: ['nested-writer'], groups: ['pushy_job_writers'] },
      pushy_job_readers: { users: ['reader', 'guest'], clients: ['reading-robot'], groups: ['watch'] },
      watch: { groups: ['night-watch'] },
      'night-watch': { users: ['nested-reader'], groups: ['watch'] },
    },
  });
  twins = await Tenant.create('s2-twins', {
    users: ['ada'],
    clients: ['s2-twins-ada'],
    groups: { pushy_job_writers: { users: ['ada'] }, pushy_job_readers: { clients: ['s2-twins-ada'] } },
  });
});

const refusal = ({ name }: Principal) => ({
  error: [`User or client '${name}' does not have access to that action on this server.`],
});

/** Everything that changes something; the job of the second does not exist. */
const WRITES = ['jobs', `jobs/${'0'.repeat(32)}/cancel`];
const write = (tenant: Tenant, who: Principal, path = 'jobs'): Promise<Answer> =>
  who.post(tenant.path(path), path === 'jobs' ? JOB : {});

/** Everything that is only looked at. A feed is asked for in a way that is 406 to those who may read it. */
const READS = [
  ['jobs', 200],
  [`jobs/${'0'.repeat(32)}`, 404],
  [`jobs/${'0'.repeat(32)}/output/node/stdout`, 404],
  [`jobs/${'0'.repeat(32)}/output/node/stderr`, 404],
  ['node_states', 200],
  ['node_states/node', 200],
  ['job_status_feed', 406],
  [`job_status_feed/${'0'.repeat(32)}`, 404],
  [`config/node?ccpk=${CCPK}&version=2.0`, 200],
] as const;

describe('2 who may write', () => {
  it.each(['writer', 'nested-writer', 'writing-robot'])('2.1 a member of pushy_job_writers: %s', async (name) => {
    expect((await write(named, named.as(name))).status).toBe(201);
  });

  it.each(['reader', 'member', 'reading-robot', 'idle-robot'])('2.1 nobody else: %s', async (name) => {
    for (const path of WRITES) {
      const { status, json } = await write(named, named.as(name), path);
      expect([path, status]).toEqual([path, 403]);
      expect(json).toEqual(refusal(named.as(name)));
    }
  });

  it.each(['boss', 'deputy'])('2.2 where that group does not exist, a member of admins: %s', async (name) => {
    expect((await write(plain, plain.as(name))).status).toBe(201);
  });

  it.each(['member', 'robot'])('2.2 where that group does not exist, nobody but admins: %s', async (name) => {
    for (const path of WRITES) {
      const { status, json } = await write(plain, plain.as(name), path);
      expect([path, status]).toEqual([path, 403]);
      expect(json).toEqual(refusal(plain.as(name)));
    }
  });

  it('2.3 where it exists, no admin who is not in it', async () => {
    const { status, json } = await write(named, named.as('boss'));
    expect(status).toBe(403);
    expect(json).toEqual(refusal(named.as('boss')));
  });
});

describe('2 who belongs to a group', () => {
  it.each([
    ['as a user', 'writer'],
    ['as a client', 'writing-robot'],
    ['by a group within, though the two contain each other', 'nested-writer'],
  ])('2.4 somebody named %s', async (_, name) => {
    expect((await write(named, named.as(name))).status).toBe(201);
  });

  it('2.5 no user from outside, even where a group names them', async () => {
    for (const [tenant, path] of [
      [plain, 'jobs'],
      [named, 'jobs'],
    ] as const) {
      const guest = tenant.as('guest');
      const expected = { error: [`'${guest.name}' is not associated with organization '${tenant.organization}'`] };
      const [reading, writing] = [await guest.get(tenant.path(path)), await write(tenant, guest)];
      expect([reading.status, reading.json]).toEqual([403, expected]);
      expect([writing.status, writing.json]).toEqual([403, expected]);
    }
  });

  it('2.5 no client from outside', async () => {
    const { status } = await write(named, plain.as('robot'));
    expect(status).toBe(401); // unknown in this organization, section 1
  });

  it('2.6 a user is not the client of the same name', async () => {
    const [user, client] = [twins.as('ada'), twins.as('s2-twins-ada')];
    expect(client.name).toBe(user.name);
    expect((await write(twins, user)).status).toBe(201);
    expect((await write(twins, client)).status).toBe(403);
    expect((await client.get(twins.path('jobs'))).status).toBe(200);
    expect((await user.get(twins.path('jobs'))).status).toBe(403);
  });
});

describe('2 who may read', () => {
  it.each(READS)('2.7 members of pushy_job_readers: %s', async (path, status) => {
    for (const name of ['reader', 'nested-reader']) {
      expect((await named.as(name).get(named.path(path))).status).toBe(status);
    }
  });

  it.each(READS)('2.7 nobody else, writers and admins neither: %s', async (path) => {
    for (const name of ['writer', 'boss', 'member']) {
      const { status, json } = await named.as(name).get(named.path(path));
      expect(status).toBe(403);
      expect(json).toEqual(refusal(named.as(name)));
    }
  });

  it.each(READS.filter(([path]) => path.startsWith('job_status_feed')))(
    '2.7 the feed service says the same: %s',
    async (path, status) => {
      expect((await named.as('reader').get(named.path(path), { origin: feedOrigin })).status).toBe(status);
      const refused = await named.as('member').get(named.path(path), { origin: feedOrigin });
      expect([refused.status, refused.json]).toEqual([403, refusal(named.as('member'))]);
    },
  );

  it.each(['reading-robot', 'idle-robot'])('2.7 a client like a user: %s', async (name) => {
    expect((await named.as(name).get(named.path('jobs'))).status).toBe(name === 'reading-robot' ? 200 : 403);
  });

  it.each(READS)('2.8 where that group does not exist, everyone: %s', async (path, status) => {
    for (const name of ['boss', 'member']) {
      expect((await plain.as(name).get(plain.path(path))).status).toBe(status);
    }
  });

  it('2.8 where that group does not exist, every client too', async () => {
    expect((await plain.as('robot').get(plain.path('jobs'))).status).toBe(200);
  });
});

describe("2 who may fetch a node's configuration", () => {
  const config = (node: string) => `config/${node}?ccpk=${CCPK}&version=2.0`;

  it('2.9 a client its own', async () => {
    expect((await plain.as('node-a').get(plain.path(config('node-a')))).status).toBe(200);
  });

  it('2.9 a client its own, though it may not read', async () => {
    expect((await named.as('idle-robot').get(named.path(config('idle-robot')))).status).toBe(200);
  });

  it.each(['node-a', 'node-b'])('2.9 no other client: %s', async (node) => {
    const { status, json } = await plain.as('robot').get(plain.path(config(node)));
    expect(status).toBe(403);
    expect(json).toEqual({ error: ['Client and node name must match'] });
  });

  it('2.9 no reading client either', async () => {
    const { status, json } = await named.as('reading-robot').get(named.path(config('idle-robot')));
    expect(status).toBe(403);
    expect(json).toEqual({ error: ['Client and node name must match'] });
  });

  it('2.10 whoever may not is told so', async () => {
    const { status, json } = await named.as('member').get(named.path(config('idle-robot')));
    expect(status).toBe(403);
    expect(json).toEqual(refusal(named.as('member')));
  });
});

describe('2 what belongs to another organization', () => {
  it.each([
    ['a job', 'GET', ''],
    ['the end of a job', 'POST', '/cancel'],
    ['an output', 'GET', '/output/never-seen/stdout'],
    ['an error output', 'GET', '/output/never-seen/stderr'],
  ])('2.11 %s is 404', async (_, method, rest) => {
    const job = await plain.failedJob(plain.as('boss'));
    const who = method === 'GET' ? named.as('reader') : named.as('writer');
    expect(
      (await who.send(method, named.path(`jobs/${job}${rest}`), method === 'POST' ? { body: {} } : {})).status,
    ).toBe(404);
  });

  it('2.11 a feed is 404', async () => {
    const job = await plain.failedJob(plain.as('boss'));
    const headers = { Accept: 'text/event-stream' };
    for (const sent of [{ headers }, { headers, origin: feedOrigin }]) {
      expect((await named.as('reader').get(named.path(`job_status_feed/${job}`), sent)).status).toBe(404);
    }
  });

  it('2.11 jobs are not listed', async () => {
    const job = await plain.failedJob(plain.as('boss'));
    const list = await named.as('reader').get(named.path('jobs'));
    expect(list.body.toString()).not.toContain(job);
  });

  it('2.11 a node was never seen', async () => {
    const state = await plain.as('member').get(plain.path('node_states/demo-1'));
    const states = await plain.as('member').get(plain.path('node_states'));
    expect(state.json).toEqual({ node_name: 'demo-1', status: 'offline', availability: 'unavailable' });
    expect(states.json).toEqual([]);
  });

  it('2.11 a node does not work', async () => {
    const job = await plain.startJob(plain.as('boss'), { command: 'uptime', nodes: ['demo-1'] });
    expect(await plain.finished(plain.as('member'), job)).toMatchObject({
      status: 'quorum_failed',
      nodes: { unavailable: ['demo-1'] },
    });
  });
});
