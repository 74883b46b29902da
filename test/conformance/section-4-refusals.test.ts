import { curveKeys } from '@push-jobs/testing';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { askForConfiguration, configurationPath } from './support-nodes/node-configuration.ts';
import { ADMIN, ADMINISTERED } from './support-nodes/presence.ts';
import { Tenant } from './support-http/tenant.ts';
import { send } from './support-http/answer.ts';

const CCPK = curveKeys().publicKey;

let open: Tenant;
/** Only `reader` may read here. */
let closed: Tenant;
beforeAll(async () => {
  const who = { clients: ['node', 'other'], users: [ADMIN, 'reader'], outsiders: ['stranger'] };
  open = await Tenant.create('section-4-open', { ...who, ...ADMINISTERED, users: [ADMIN, 'reader'] });
  const groups = { pushy_job_readers: { users: ['reader'] }, admins: { users: [ADMIN] } };
  closed = await Tenant.create('section-4-closed', { ...who, groups });
});

const statusFor = async (tenant: Tenant, who: string, node: string, ccpk = CCPK): Promise<number> =>
  (await askForConfiguration(tenant, tenant.as(who), node, ccpk)).status;

describe('4 whom a configuration is refused, for good', () => {
  it('4.11 nobody is: the client of the name, and users who may read', async () => {
    expect(await statusFor(open, 'node', 'node')).toBe(200);
    expect(await statusFor(open, 'reader', 'node')).toBe(200);
    expect(await statusFor(closed, 'node', 'node')).toBe(200);
    expect(await statusFor(closed, 'reader', 'node')).toBe(200);
  });

  it('4.11 a client of another name: 403', async () => {
    const { status, json } = await askForConfiguration(open, open.as('other'), 'node', CCPK);
    expect([status, json]).toEqual([403, { error: ['Client and node name must match'] }]);
  });

  it('4.11 a user who may not read: 403', async () => {
    const { status, json } = await askForConfiguration(closed, closed.as(ADMIN), 'node', CCPK);
    const error = ["User or client 'section-4-closed-admin' does not have access to that action on this server."];
    expect([status, json]).toEqual([403, { error }]);
  });

  it('4.11 a user who does not belong here: 403', async () => {
    expect(await statusFor(open, 'stranger', 'node')).toBe(403);
  });

  it('4.11 a client of another organization, even of one name: 401, since it has another key', async () => {
    const path = configurationPath(open, 'node', CCPK);
    expect((await closed.as('node').get(path)).status).toBe(401);
  });

  it('4.11 whoever signs with a wrong key, or not at all: 401 and 400', async () => {
    const path = configurationPath(open, 'node', CCPK);
    expect((await open.as('node').get(path, { key: open.as('other').key })).status).toBe(401);
    expect((await send(inject('installation').origin, { method: 'GET', path })).status).toBe(400);
  });

  it('4.11 an organization that does not exist: 404', async () => {
    const path = configurationPath(open, 'node', CCPK).replace('section-4-open', 'section-4-nowhere');
    const { status, json } = await open.as('node').get(path);
    expect([status, json]).toEqual([404, { error: ["organization 'section-4-nowhere' does not exist."] }]);
  });

  it('4.11 no node: 404', async () => {
    expect((await open.as('node').get(open.path('config'))).status).toBe(404);
    expect((await open.as('node').get(open.path('config/'))).status).toBe(404);
  });

  it('4.11 no ccpk: 400', async () => {
    for (const query of ['', '?version=2.0', '?ccpk=', '?ccpk=&version=2.0']) {
      const { status, json } = await open.as('node').get(open.path(`config/node${query}`));
      expect([status, json]).toEqual([400, { error: ['Missing ccpk'] }]);
    }
  });

  it.each([
    ['a character too few', CCPK.slice(1)],
    ['a character too many', `${CCPK}0`],
    ['a character of another alphabet', `~${CCPK.slice(1)}`],
    ['a group above 32 bits', `#####${CCPK.slice(5)}`],
    ['hexadecimal', 'a'.repeat(64)],
    ['blanks', ' '.repeat(40)],
  ])('4.11 a ccpk with %s: 401', async (_what, ccpk) => {
    const { status, json } = await askForConfiguration(open, open.as('node'), 'node', ccpk);
    expect([status, json]).toEqual([401, { error: ['Bad ccpk'] }]);
  });
});
