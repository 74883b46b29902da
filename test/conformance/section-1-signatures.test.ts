import { testCertificates } from '@push-jobs/testing';
import { createHash, createPrivateKey, type KeyObject } from 'node:crypto';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { isoSeconds, type SigningVersion } from '../support/request-signature.ts';
import { send } from './support-http/answer.ts';
import { administer } from './support-http/directory.ts';
import { Principal } from './support-http/principal.ts';
import { rsaKeys, spki, Tenant } from './support-http/tenant.ts';

const { origin } = inject('installation');
const VERSIONS: readonly SigningVersion[] = ['1.0', '1.1', '1.2', '1.3'];
const JOB = { command: 'uptime', nodes: ['never-seen'] };
const CHALLENGE = 'X-Ops-Sign version="1.0" version="1.1" version="1.3"';

let tenant: Tenant;
let other: Tenant;
let ada: Principal;
let probe: string;
beforeAll(async () => {
  const groups = { admins: { users: ['ada'] } };
  tenant = await Tenant.create('s1-signatures', { users: ['ada', 'bob'], outsiders: ['mallory'], groups });
  other = await Tenant.create('s1-elsewhere', { users: ['eve'], clients: ['their-node'] });
  ada = tenant.as('ada');
  probe = tenant.path('node_states');
});

const invalidSignature = (name: string) => ({ error: [`Invalid signature for user or client '${name}'`] });

describe.each(VERSIONS)('1 a request signed with version %s', (version) => {
  it('1.6 is accepted with a body, whose digest is the one of its version', async () => {
    expect((await ada.post(tenant.path('jobs'), JOB, { version })).status).toBe(201);
  });

  it('1.6 is refused with the digest of another version', async () => {
    const wrong = createHash(version === '1.3' ? 'sha1' : 'sha256')
      .update(JSON.stringify(JOB))
      .digest('base64');
    const headers = { 'X-Ops-Content-Hash': wrong };
    expect((await ada.post(tenant.path('jobs'), JOB, { version, headers })).status).toBe(401);
  });

  it('1.7 hashes the empty body too', async () => {
    expect((await ada.get(probe, { version })).status).toBe(200);
  });

  it('1.8 carries its signature in lines of 60, counted from 1', async () => {
    const call = ada.signed('GET', probe, { version });
    const lines = Object.entries({ ...call.headers }).filter(([name]) => name.startsWith('X-Ops-Authorization-'));
    expect(lines.map(([, line]) => line.length)).toEqual([60, 60, 60, 60, 60, 44]);
    const rest = Object.entries({ ...call.headers }).filter(([name]) => !name.startsWith('X-Ops-Authorization-'));
    const fromZero = lines.map(([, line], i) => [`X-Ops-Authorization-${i}`, line] as const);
    const miscounted = await send(origin, { ...call, headers: Object.fromEntries([...rest, ...fromZero]) });
    expect(miscounted.status).toBe(401);
  });

  it('1.10 signs a path without its query', async () => {
    expect((await ada.get(`${probe}?a=b&c=/d//e/`, { version })).status).toBe(200);
  });

  it('1.11 signs a path in which runs of slashes are one', async () => {
    expect((await ada.get(`//organizations///${tenant.organization}//pushy/node_states`, { version })).status).toBe(
      200,
    );
  });

  it('1.12 signs a path without the slash at its end', async () => {
    expect((await ada.get(`${probe}/`, { version })).status).toBe(200);
    expect((await ada.get(`${probe}//?a=b`, { version })).status).toBe(200);
  });

  it('1.19 is refused where the body is not the one that was signed', async () => {
    const call = ada.signed('POST', tenant.path('jobs'), { version, body: { ...JOB, command: 'reboot' } });
    const { status, json } = await send(origin, { ...call, body: JSON.stringify({ ...JOB, command: 'uptime' }) });
    expect(status).toBe(401);
    expect(json).toEqual(invalidSignature(ada.name));
  });

  it('1.20 is refused where the header names the hash of another body', async () => {
    const another = ada.signed('POST', tenant.path('jobs'), { version, body: '{}' }).headers?.['X-Ops-Content-Hash'];
    const headers = { 'X-Ops-Content-Hash': another ?? '' };
    const { status, json } = await ada.post(tenant.path('jobs'), JOB, { version, headers });
    expect(status).toBe(401);
    expect(json).toEqual(invalidSignature(ada.name));
  });

  it('1.28 is 401 where somebody else signed it', async () => {
    const { status, headers, json } = await ada.get(probe, { version, key: tenant.as('bob').key });
    expect(status).toBe(401);
    expect(json).toEqual(invalidSignature(ada.name));
    expect(headers['www-authenticate']).toBe(CHALLENGE);
  });

  it('1.28 is 401 where the signature has no lines', async () => {
    const call = ada.signed('GET', probe, { version });
    const kept = Object.entries({ ...call.headers }).filter(([name]) => !name.startsWith('X-Ops-Authorization-'));
    const { status, json } = await send(origin, { ...call, headers: Object.fromEntries(kept) });
    expect(status).toBe(401);
    expect(json).toEqual(invalidSignature(ada.name));
  });

  it('1.28 is 401 where one of the lines is missing', async () => {
    const { status, json } = await ada.get(probe, { version, headers: { 'X-Ops-Authorization-3': '' } });
    expect(status).toBe(401);
    expect(json).toEqual(invalidSignature(ada.name));
  });

  it('1.28 is 401 where method, path, time or name were changed after it was signed', async () => {
    const call = ada.signed('GET', probe, { version });
    const changes = [
      { path: tenant.path('jobs') },
      { method: 'POST', path: tenant.path('jobs') },
      { headers: { ...call.headers, 'X-Ops-Timestamp': isoSeconds(-60) } },
      { headers: { ...call.headers, 'X-Ops-UserId': tenant.as('bob').name } },
    ];
    for (const change of changes) expect((await send(origin, { ...call, ...change })).status).toBe(401);
  });
});

describe('1 the text and the kind of a signature', () => {
  const pairs = VERSIONS.flatMap((signed) => VERSIONS.map((claimed) => [signed, claimed] as const));
  const others = pairs.filter(([signed, claimed]) => signed !== claimed);

  it('1.13 names the user in plain in 1.0', async () => {
    expect((await ada.get(probe, { version: '1.0' })).status).toBe(200);
  });

  it.each(['1.1', '1.2'] as const)('1.14 names the user hashed in %s', async (version) => {
    expect((await ada.get(probe, { version })).status).toBe(200);
  });

  it('1.15 has seven lines in 1.3, the path in plain', async () => {
    expect((await ada.get(probe, { version: '1.3', serverApiVersion: '1' })).status).toBe(200);
  });

  it.each(['1.0', '1.1'] as const)('1.16 is raw RSA in %s', async (version) => {
    expect((await ada.get(probe, { version })).status).toBe(200);
  });

  it('1.17 is RSASSA with SHA-1 in 1.2', async () => {
    expect((await ada.get(probe, { version: '1.2' })).status).toBe(200);
  });

  it('1.18 is RSASSA with SHA-256 in 1.3', async () => {
    expect((await ada.get(probe, { version: '1.3' })).status).toBe(200);
  });

  it.each(others)('1.18 signed as %s and called %s is 401', async (version, claimed) => {
    expect((await ada.get(probe, { version, signHeader: `version=${claimed}` })).status).toBe(401);
  });
});

describe('1 keys', () => {
  it('1.21 any key of a principal may have signed', async () => {
    const { publicKey, privateKey } = await rsaKeys();
    const third = await rsaKeys();
    const add = ['key', 'add', 'user', tenant.as('bob').name];
    await administer([...add, '--name', 'second', '--key'], spki(publicKey));
    await administer([...add, '--name', 'third', '--key'], spki(third.publicKey));
    for (const key of [tenant.as('bob').key, privateKey, third.privateKey]) {
      for (const version of VERSIONS) expect((await tenant.as('bob').get(probe, { version, key })).status).toBe(200);
    }
  });

  it.each([
    ['SPKI', newKey('spki')],
    ['PKCS#1', newKey('pkcs1')],
    ['X.509', certified],
  ])('1.22 arrive as %s', async (form, make) => {
    const { pem, key } = await make();
    const name = `s1-${form.toLowerCase().replaceAll(/\W/g, '')}`;
    const organizations = [{ name: tenant.organization, users: [name] }];
    await administer(['apply'], JSON.stringify({ users: [{ name, public_key: pem }], organizations }));
    const principal = new Principal(name, key, origin);
    for (const version of VERSIONS) expect((await principal.get(probe, { version })).status).toBe(200);
  });
});

describe('1 who is refused', () => {
  it('1.27 a name that nobody has is 401', async () => {
    const nobody = new Principal('s1-nobody', ada.key, origin);
    const { status, json } = await nobody.get(probe);
    expect(status).toBe(401);
    const sentence = "Failed to authenticate as 's1-nobody'. Ensure that your node_name and client key are correct.";
    expect(json).toEqual({ error: [sentence] });
  });

  it('1.27 a client of another organization is 401', async () => {
    const { status, json } = await other.as('their-node').get(probe);
    expect(status).toBe(401);
    const sentence = "Failed to authenticate as 'their-node'. Ensure that your node_name and client key are correct.";
    expect(json).toEqual({ error: [sentence] });
  });

  it.each(['mallory', 'eve'])('1.29 a user who is no member is 403: %s', async (name) => {
    const user = name === 'eve' ? other.as('eve') : tenant.as(name);
    const { status, json } = await user.get(probe);
    expect(status).toBe(403);
    expect(json).toEqual({ error: [`'${user.name}' is not associated with organization 's1-signatures'`] });
  });

  it('1.29 a user who is no member and did not sign is 401, and learns no more', async () => {
    const { status, json } = await tenant.as('mallory').get(probe, { key: ada.key });
    expect(status).toBe(401);
    expect(json).toEqual(invalidSignature(tenant.as('mallory').name));
  });

  it('1.30 an organization that does not exist is 404', async () => {
    const { status, json } = await ada.get('/organizations/s1-no-such/pushy/node_states');
    expect(status).toBe(404);
    expect(json).toEqual({ error: ["organization 's1-no-such' does not exist."] });
  });

  it('1.32 a 401 for a signature says how to sign', async () => {
    const { headers } = await ada.get(probe, { key: tenant.as('bob').key });
    expect(headers['www-authenticate']).toBe(CHALLENGE);
  });
});

interface RegisteredKey {
  readonly pem: string;
  readonly key: KeyObject;
}

function newKey(type: 'spki' | 'pkcs1'): () => Promise<RegisteredKey> {
  return async () => {
    const { publicKey, privateKey } = await rsaKeys();
    return { pem: publicKey.export({ type, format: 'pem' }).toString(), key: privateKey };
  };
}

async function certified(): Promise<RegisteredKey> {
  const { cert, key } = await testCertificates();
  return { pem: cert, key: createPrivateKey(key) };
}
