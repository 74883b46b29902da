import { createPrivateKey, createPublicKey } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ChefInstallation } from '../testing/chef-installation.ts';
import type { Answer } from '../testing/http.ts';
import type { Signer } from '../testing/installation.ts';

const ORG = '/organizations/acme';

let installation: ChefInstallation;
let admin: Signer;
let base: string;
beforeAll(async () => {
  installation = await ChefInstallation.start();
  base = installation.origin;
  await installation.registry.createOrganization('acme');
  admin = await installation.user('boss', 'acme');
  await installation.registry.addToGroup('acme', 'admins', 'user', 'boss');
});
afterAll(() => installation[Symbol.asyncDispose]());

const root = (call: string, body?: unknown, version: '0' | '1' = '1') =>
  installation.as(installation.superuser, call, { body, version });
const boss = (call: string, body?: unknown, version: '0' | '1' = '1') =>
  installation.as(admin, call, { body, version });

/** Somebody with the private key that an answer held, at its top or within `chef_key`. */
function withKeyOf(name: string, { json }: Answer): Signer {
  const { private_key, chef_key } = json as { private_key?: string; chef_key?: { private_key?: string } };
  return { name, key: createPrivateKey(private_key ?? chef_key?.private_key ?? '') };
}

const PRIVATE_KEY: unknown = expect.stringMatching(/^-----BEGIN RSA PRIVATE KEY-----\n/);
const PUBLIC_KEY: unknown = expect.stringMatching(/^-----BEGIN PUBLIC KEY-----\n/);
const refusal = (sentence: string): unknown => ({ error: [expect.stringContaining(sentence)] });

describe('a client', () => {
  it('lives from its creation to its end as knife sees it', async () => {
    const uri = `${base}${ORG}/clients/web-1`;
    const created = await boss(`POST ${ORG}/clients`, {
      name: 'web-1',
      validator: false,
      admin: false,
      create_key: true,
    });
    expect([created.status, created.json]).toEqual([
      201,
      {
        uri,
        chef_key: {
          name: 'default',
          uri: `${uri}/keys/default`,
          public_key: PUBLIC_KEY,
          expiration_date: 'infinity',
          private_key: PRIVATE_KEY,
        },
      },
    ]);
    const self = withKeyOf('web-1', created);
    expect((await boss(`GET ${ORG}/clients`)).json).toEqual({ 'web-1': uri });
    const about = { name: 'web-1', clientname: 'web-1', orgname: 'acme', validator: false };
    const shown = { ...about, json_class: 'Chef::ApiClient', chef_type: 'client' };
    expect((await installation.as(self, `GET ${ORG}/clients/web-1`)).json).toEqual(shown);
    expect((await boss(`GET ${ORG}/clients/web-1`, undefined, '0')).json).toEqual({ ...shown, public_key: PUBLIC_KEY });
    expect((await boss(`PUT ${ORG}/clients/web-1`, { name: 'web-1', validator: true })).json).toEqual({
      ...shown,
      validator: true,
    });
    await boss(`PUT ${ORG}/groups/admins`, { actors: { users: ['boss'], clients: ['web-1'] } });

    expect((await boss(`DELETE ${ORG}/clients/web-1`)).status).toBe(200);
    expect((await installation.as(self, `GET ${ORG}/nodes`)).status).toBe(401);
    expect((await boss(`GET ${ORG}/clients/web-1`)).status).toBe(404);
    expect((await boss(`DELETE ${ORG}/clients/web-1`)).status).toBe(404);
    const again = withKeyOf('web-1', await boss(`POST ${ORG}/clients`, { name: 'web-1' }, '0'));
    expect((await installation.as(again, `POST ${ORG}/groups`, { body: { groupname: 'mine' } })).status).toBe(403);
  });

  it('of the older API has its key beside its name, and gets a new one on demand', async () => {
    const created = await boss(`POST ${ORG}/clients`, { name: 'old' }, '0');
    expect(created).toMatchObject({ status: 201, json: { public_key: PUBLIC_KEY, private_key: PRIVATE_KEY } });
    const renewed = await boss(`PUT ${ORG}/clients/old`, { name: 'old', private_key: true }, '0');
    expect(renewed).toMatchObject({
      status: 200,
      json: { name: 'old', public_key: PUBLIC_KEY, private_key: PRIVATE_KEY },
    });
    expect((await installation.as(withKeyOf('old', created), `GET ${ORG}/nodes`)).status).toBe(401);
    expect((await installation.as(withKeyOf('old', renewed), `GET ${ORG}/nodes`)).status).toBe(200);
    const refused = await boss(`PUT ${ORG}/clients/old`, { name: 'old', private_key: true });
    expect([refused.status, refused.json]).toEqual([400, refusal('Since Server API v1, all keys must be updated via')]);
  });

  it.each([
    [{}, "Field 'name' missing"],
    [{ name: 'a b' }, "Field 'name' invalid"],
    [{ name: '..' }, "Field 'name' invalid"],
    [{ name: 'x', validator: 'yes' }, "Field 'validator' invalid"],
    [{ name: 'x', public_key: 'no key' }, "'public_key' is no public RSA key"],
    [{ name: 'x', public_key: 'a', create_key: true }, 'not both'],
    [[], 'expected a JSON object'],
  ])('is not made of %j', async (body, sentence) => {
    const { status, json } = await boss(`POST ${ORG}/clients`, body);
    expect([status, json]).toEqual([400, refusal(sentence)]);
  });

  it('is made once of those who try at the same time', async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => boss(`POST ${ORG}/clients`, { name: 'once' })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
    expect(answers.find(({ status }) => status === 409)?.json).toEqual(
      refusal("client 'once' of 'acme' already exists"),
    );
  });

  it('cannot be renamed', async () => {
    await boss(`POST ${ORG}/clients`, { name: 'kept' });
    const { status, json } = await boss(`PUT ${ORG}/clients/kept`, { name: 'other' });
    expect([status, json]).toEqual([400, refusal('nothing can be renamed')]);
  });
});

describe('keys', () => {
  it('come and go, each counts from the next request on, and the last answer is the only place of a private one', async () => {
    const keys = `${ORG}/clients/keyed/keys`;
    const first = withKeyOf('keyed', await boss(`POST ${ORG}/clients`, { name: 'keyed', create_key: true }));
    const created = await boss(`POST ${keys}`, {
      name: 'second',
      create_key: true,
      expiration_date: '2099-12-31T00:00:00Z',
    });
    expect([created.status, created.json]).toEqual([201, { uri: `${base}${keys}/second`, private_key: PRIVATE_KEY }]);
    const second = withKeyOf('keyed', created);
    expect((await boss(`POST ${keys}`, { name: 'second', create_key: true })).status).toBe(409);
    expect((await installation.as(second, `GET ${keys}`)).json).toEqual([
      { name: 'default', uri: `${base}${keys}/default`, expired: false },
      { name: 'second', uri: `${base}${keys}/second`, expired: false },
    ]);
    expect((await boss(`GET ${keys}/second`)).json).toEqual({
      name: 'second',
      public_key: PUBLIC_KEY,
      expiration_date: '2099-12-31T00:00:00Z',
    });

    const change = { name: 'past', expiration_date: '2012-01-01T00:00:00Z' };
    const changed = await boss(`PUT ${keys}/second`, change);
    expect(changed).toMatchObject({ status: 200, json: { ...change, public_key: PUBLIC_KEY } });
    expect((await installation.as(second, `GET ${keys}`)).status).toBe(401);
    expect((await boss(`GET ${keys}`)).json).toMatchObject([{ expired: false }, { name: 'past', expired: true }]);
    expect((await boss(`DELETE ${keys}/default`)).json).toMatchObject({ name: 'default', expiration_date: 'infinity' });
    expect((await installation.as(first, `GET ${keys}`)).status).toBe(401);
    expect((await boss(`GET ${ORG}/clients/keyed`, undefined, '0')).json).toMatchObject({ public_key: null });
    expect((await boss(`DELETE ${keys}/default`)).status).toBe(404);

    const stored = JSON.stringify(await installation.world.database.principalKey.findMany());
    expect(stored).not.toContain('PRIVATE');
  });

  it('of a user are their own affair, except the one they sign with', async () => {
    const pat = await installation.user('pat', 'acme');
    const made = await installation.as(pat, 'POST /users/pat/keys', { body: { name: 'laptop', create_key: true } });
    const laptop = withKeyOf('pat', made);
    const sentence = "The key 'default' was used to authenticate this request and cannot be modified or deleted.";
    const refused = await installation.as(pat, 'DELETE /users/pat/keys/default');
    expect([refused.status, refused.json]).toEqual([403, { error: [sentence] }]);
    expect((await installation.as(pat, 'PUT /users/pat/keys/default', { body: { create_key: true } })).status).toBe(
      403,
    );
    expect((await installation.as(laptop, 'DELETE /users/pat/keys/default')).status).toBe(200);
    expect((await installation.as(pat, 'GET /users/pat/keys')).status).toBe(401);
  });

  it.each([
    [{ create_key: true }, "Field 'name' invalid"],
    [{ name: 'k' }, 'give either public_key, or create_key'],
    [{ name: 'k', create_key: true, public_key: 'x' }, 'give either public_key, or create_key'],
    [{ name: 'k', create_key: true, expiration_date: 'tomorrow' }, "Field 'expiration_date' invalid"],
    [{ name: 'k', create_key: true, expiration_date: '2012-99-99T00:00:00Z' }, "Field 'expiration_date' invalid"],
    [{ name: 'k', public_key: '-----BEGIN PUBLIC KEY-----' }, "'public_key' is no public RSA key"],
  ])('are not made of %j', async (body, sentence) => {
    const { status, json } = await root('POST /users/boss/keys', body);
    expect([status, json]).toEqual([400, refusal(sentence)]);
  });
});

describe('a user', () => {
  it('lives from creation to end, and leaves nothing to the next of that name', async () => {
    const profile = { display_name: 'Kim', email: 'kim@example.com' };
    const created = await root('POST /users/', {
      username: 'kim',
      ...profile,
      password: 'forgotten',
      create_key: true,
    });
    expect(created).toMatchObject({
      status: 201,
      json: { uri: `${base}/users/kim`, chef_key: { name: 'default', private_key: PRIVATE_KEY } },
    });
    const kim = withKeyOf('kim', created);
    expect((await root('GET /users')).json).toMatchObject({ kim: `${base}/users/kim`, root: `${base}/users/root` });
    expect((await installation.as(kim, 'GET /users/kim')).json).toEqual({ username: 'kim', ...profile });
    expect(
      (await installation.as(kim, 'PUT /users/kim', { body: { username: 'kim', email: 'k@example.com' } })).json,
    ).toEqual({
      uri: `${base}/users/kim`,
    });
    expect((await root('GET /users/kim', undefined, '0')).json).toEqual({
      username: 'kim',
      ...profile,
      email: 'k@example.com',
      public_key: PUBLIC_KEY,
    });
    expect((await root('POST /users', { username: 'kim' })).status).toBe(409);

    expect((await installation.as(kim, `GET ${ORG}/nodes`)).status).toBe(403);
    expect((await boss(`POST ${ORG}/users`, { username: 'kim' })).json).toEqual({ uri: `${base}${ORG}/users/kim` });
    expect((await boss(`POST ${ORG}/users`, { username: 'kim' })).status).toBe(409);
    expect((await installation.as(kim, `GET ${ORG}/nodes`)).status).toBe(200);
    expect((await boss(`GET ${ORG}/users`)).json).toContainEqual({ user: { username: 'kim' } });
    expect((await boss(`GET ${ORG}/users/kim`)).json).toMatchObject({ username: 'kim' });
    expect((await installation.as(kim, 'GET /users/kim/organizations')).json).toEqual([
      { organization: { name: 'acme', full_name: 'acme', guid: expect.stringMatching(/^[0-9a-f]{32}$/) as unknown } },
    ]);
    await boss(`POST ${ORG}/groups`, { groupname: 'kims' });
    await boss(`PUT ${ORG}/groups/kims`, { actors: { users: ['kim'] } });

    expect((await root('DELETE /users/kim')).json).toMatchObject({ username: 'kim' });
    expect((await installation.as(kim, 'GET /users/kim')).status).toBe(401);
    expect((await boss(`GET ${ORG}/groups/kims`)).json).toMatchObject({ users: [] });
    const next = withKeyOf('kim', await root('POST /users', { username: 'kim', create_key: true }));
    expect((await installation.as(next, `GET ${ORG}/nodes`)).status).toBe(403);
  });

  it('is let in and out by an admin, as stock knife does it', async () => {
    const lee = await installation.user('lee');
    const invited = await boss(`POST ${ORG}/association_requests`, { user: 'lee' });
    expect(invited).toMatchObject({ status: 201, json: { uri: `${base}${ORG}/association_requests/lee-acme` } });
    const accepted = await boss('PUT /users/lee/association_requests/lee-acme', { response: 'accept' });
    expect([accepted.status, accepted.json]).toEqual([200, { organization: { name: 'acme' } }]);
    const group = await boss(`GET ${ORG}/groups/admins`);
    const { actors, groups } = group.json as { actors: string[]; groups: string[] };
    await boss(`PUT ${ORG}/groups/admins`, { groupname: 'admins', actors: { users: [...actors, 'lee'], groups } });
    expect((await installation.as(lee, `POST ${ORG}/groups`, { body: { groupname: 'lees' } })).status).toBe(201);

    expect((await boss(`DELETE ${ORG}/users/lee`)).json).toMatchObject({ username: 'lee' });
    expect((await boss(`GET ${ORG}/groups/admins`)).json).toMatchObject({ users: ['boss'] });
    expect((await installation.as(lee, `GET ${ORG}/nodes`)).status).toBe(403);
    expect((await boss(`GET ${ORG}/users/lee`)).status).toBe(404);
    expect((await boss(`DELETE ${ORG}/users/lee`)).status).toBe(404);
    expect((await boss('PUT /users/lee/association_requests/lee-acme', { response: 'accept' })).status).toBe(404);
  });

  it.each([
    [{}, "Field 'username' missing"],
    [{ username: 'Kim' }, "Field 'username' invalid"],
    [{ username: 'x', email: 'a\0b' }, "Field 'email' invalid"],
    [{ username: 'x', email: 5 }, "Field 'email' invalid"],
  ])('is not made of %j', async (body, sentence) => {
    const { status, json } = await root('POST /users', body);
    expect([status, json]).toEqual([400, refusal(sentence)]);
  });
});

describe('an organization', () => {
  it('has its founder for the first admin', async () => {
    const created = await root('POST /organizations', { name: 'umbrella', full_name: 'Umbrella Inc.' });
    expect([created.status, created.json]).toEqual([201, { uri: `${base}/organizations/umbrella` }]);
    expect((await root('GET /organizations')).json).toMatchObject({ umbrella: `${base}/organizations/umbrella` });
    expect((await root('GET /organizations/umbrella')).json).toMatchObject({
      name: 'umbrella',
      full_name: 'Umbrella Inc.',
    });
    expect((await root('GET /organizations/umbrella/groups/admins')).json).toMatchObject({ users: ['root'] });
    expect((await root('POST /organizations', { name: 'umbrella' })).status).toBe(409);
    expect((await root('POST /organizations', { name: 'No Such' })).json).toEqual(refusal("Field 'name' invalid"));
  });

  it('shows nothing of another', async () => {
    await root('POST /organizations', { name: 'apart' });
    await root('POST /organizations/apart/clients', { name: 'theirs' });
    await root('POST /organizations/apart/nodes', { name: 'theirs' });
    for (const path of [
      'clients/theirs',
      'clients/theirs/keys',
      'nodes/theirs',
      'principals/theirs',
      'groups/theirs',
    ]) {
      expect([path, (await boss(`GET ${ORG}/${path}`)).status]).toEqual([path, 404]);
    }
    const found = await boss(`GET ${ORG}/search/node?q=name:theirs`);
    expect(found.json).toEqual({ rows: [], start: 0, total: 0 });
    expect((await boss('GET /organizations/apart/nodes')).status).toBe(403);
  });
});

describe('a group', () => {
  it('lives from its creation to its end', async () => {
    const path = `${ORG}/groups/ops`;
    expect((await boss(`POST ${ORG}/groups`, { groupname: 'ops' })).json).toEqual({ uri: `${base}${path}` });
    expect((await boss(`POST ${ORG}/groups`, { id: 'ops' })).status).toBe(409);
    await boss(`POST ${ORG}/clients`, { name: 'worker' });
    const actors = { users: ['boss'], clients: ['worker'], groups: ['admins'] };
    const shown = { actors: ['boss', 'worker'], ...actors, orgname: 'acme', name: 'ops', groupname: 'ops' };
    expect((await boss(`PUT ${path}`, { groupname: 'ops', actors })).json).toEqual(shown);
    expect((await boss(`GET ${path}`)).json).toEqual(shown);
    const unknown = await boss(`PUT ${path}`, { actors: { ...actors, users: ['ghost'] } });
    expect([unknown.status, unknown.json]).toEqual([400, refusal("'actors' names who does not exist: user 'ghost'")]);
    expect((await boss(`GET ${path}`)).json).toEqual(shown);
    expect((await boss(`PUT ${path}`, {})).json).toEqual(refusal("Field 'actors' missing"));
    await boss(`PUT ${ORG}/groups/admins`, { actors: { users: ['boss'], clients: [], groups: ['ops'] } });
    expect((await boss(`DELETE ${path}`)).json).toEqual(shown);
    expect((await boss(`GET ${path}`)).status).toBe(404);
    expect((await boss(`GET ${ORG}/groups/admins`)).json).toMatchObject({ users: ['boss'], groups: [] });
    expect((await boss(`DELETE ${ORG}/groups/admins`)).status).toBe(403);
  });

  it('counts from the next request on', async () => {
    const eve = await installation.user('eve', 'acme');
    const create = (name: string) => installation.as(eve, `POST ${ORG}/groups`, { body: { groupname: name } });
    expect((await create('eves')).status).toBe(403);
    await boss(`PUT ${ORG}/groups/admins`, { actors: { users: ['boss', 'eve'] } });
    expect((await create('eves')).status).toBe(201);
    await boss(`PUT ${ORG}/groups/admins`, { actors: { users: ['boss'] } });
    expect((await create('more')).status).toBe(403);
  });

  it('loses nobody to two admins who add to it at once, if they say what they read', async () => {
    await boss(`POST ${ORG}/groups`, { groupname: 'busy' });
    const names = Array.from({ length: 6 }, (_, i) => `busy-${i}`);
    for (const name of names)
      await installation.registry.createPrincipal({ kind: 'client', organization: 'acme', name });
    const add = async (name: string): Promise<void> => {
      const read = await boss(`GET ${ORG}/groups/busy`);
      const { clients } = read.json as { clients: string[] };
      const { status } = await installation.as(admin, `PUT ${ORG}/groups/busy`, {
        body: { actors: { clients: [...clients, name] } },
        headers: { 'If-Match': String(read.headers.etag) },
      });
      if (status === 412) return add(name);
      expect(status).toBe(200);
    };
    await Promise.all(names.map(add));
    expect((await boss(`GET ${ORG}/groups/busy`)).json).toMatchObject({ clients: names });
  });

  it('is always as one of those wanted it who write at once, and may contain each other', async () => {
    for (const groupname of ['left', 'right']) await boss(`POST ${ORG}/groups`, { groupname });
    await installation.registry.createPrincipal({ kind: 'client', organization: 'acme', name: 'a' });
    await installation.registry.createPrincipal({ kind: 'client', organization: 'acme', name: 'b' });
    const sets = [['a'], ['b'], ['a', 'b'], []];
    const answers = await Promise.all(
      sets.flatMap((clients) => [
        boss(`PUT ${ORG}/groups/left`, { actors: { clients, groups: ['right'] } }),
        boss(`PUT ${ORG}/groups/right`, { actors: { clients, groups: ['left'] } }),
      ]),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    const { clients } = (await boss(`GET ${ORG}/groups/left`)).json as { clients: string[] };
    expect(sets).toContainEqual(clients);
  });
});

describe('a principal', () => {
  it('is shown in the form of either API version', async () => {
    const twin = await installation.user('twin', 'acme');
    await installation.client('acme', 'twin');
    await installation.user('stranger');
    const key = createPublicKey(twin.key).export({ type: 'spki', format: 'pem' });
    const user = { name: 'twin', type: 'user', public_key: key, authz_id: '0'.repeat(32), org_member: true };
    expect((await boss(`GET ${ORG}/principals/twin`, undefined, '0')).json).toEqual(user);
    expect((await boss(`GET ${ORG}/principals/twin`)).json).toEqual({
      principals: [user, { ...user, type: 'client', public_key: PUBLIC_KEY }],
    });
    expect((await boss(`GET ${ORG}/principals/stranger`)).json).toMatchObject({ principals: [{ org_member: false }] });
    const missing = await boss(`GET ${ORG}/principals/nobody`);
    expect([missing.status, missing.json]).toEqual([404, { error: ['Cannot find principal nobody'] }]);
  });
});
