import type { DirectorySettings } from '@push-jobs/access';
import { type ChefOrganization, StandInChefServer, testCertificates } from '@push-jobs/testing';
import { generateKeyPairSync, type KeyPairKeyObjectResult } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChefProxySettings } from './proxy/chef-proxy.ts';
import { Installation, type Signer } from './testing/installation.ts';

const newKeys = (): KeyPairKeyObjectResult => generateKeyPairSync('rsa', { modulusLength: 2048 });
const KEYS = { pivotal: newKeys(), alice: newKeys(), node1: newKeys() };
const pem = (name: keyof typeof KEYS): string => String(KEYS[name].publicKey.export({ type: 'spki', format: 'pem' }));
const signer = (name: keyof typeof KEYS): Signer => ({ name, key: KEYS[name].privateKey });

const certificates = await testCertificates();
const strangers = await testCertificates();

let chef: StandInChefServer;
let acme: ChefOrganization;
let installation: Installation;
beforeEach(async () => {
  chef = await StandInChefServer.start(certificates);
  acme = chef.data.addOrganization('acme', 'a'.repeat(32));
  for (const user of ['pivotal', 'alice'] as const) chef.data.users.set(user, [pem(user)]);
  acme.members.add('alice');
  acme.clients.set('node1', [pem('node1')]);
  acme.groups.set('admins', { users: ['alice'] });
  acme.nodes.set('node1', { name: 'node1', chef_environment: '_default' });
  acme.nodes.set('web1', { name: 'web1', chef_environment: '_default' });
  installation = await start(certificates.ca);
});
afterEach(async () => {
  await installation[Symbol.asyncDispose]();
  await chef[Symbol.asyncDispose]();
});

/** A gateway whose only directory is the Chef Infra Server. */
function start(ca: string): Promise<Installation> {
  const address = { url: chef.url, ca };
  const directory: DirectorySettings = {
    ...{ kind: 'chef', ...address, superuser: 'pivotal', key: KEYS.pivotal.privateKey, signingVersion: '1.3' },
    ...{ timeoutMs: 20_000, ttlMs: 60_000, negativeTtlMs: 60_000, faults: 3, pauseMs: 60_000 },
  };
  const patience = { connectMs: 20_000, answerMs: 20_000, idleMs: 20_000 };
  const chefProxy: ChefProxySettings = { ...address, host: 'caller', maxBodyBytes: 1_000_000, ...patience };
  return Installation.start({ directory, chefProxy });
}

const ORG = '/organizations/acme';

describe('with a Chef Infra Server behind it, the gateway', () => {
  it.each(['1.0', '1.1', '1.3'] as const)('passes a search of knife on, signed in version %s', async (version) => {
    const path = `${ORG}/search/node?q=name:web*&sort=X_CHEF_id_CHEF_X%20asc&start=0&rows=1000`;
    const body = JSON.stringify({ name: ['name'] });
    const headers = { 'X-Ops-Server-API-Version': '2', 'Content-Type': 'application/json', Accept: 'application/json' };
    chef.newestApiVersion = 2;
    const answer = await installation.sendAs(signer('alice'), { method: 'POST', path, body, headers }, version);
    expect(answer.json).toEqual({
      ...{ total: 1, start: 0 },
      rows: [{ url: `${ORG}/nodes/web1`, data: { name: 'web1' } }],
    });
    expect(chef.received.at(-1)?.url).toBe(path);
  });

  it('passes on who asks for a node, and what the server thinks of their signature', async () => {
    const path = `${ORG}/nodes/node1`;
    expect((await installation.sendAs(signer('node1'), { path })).json).toMatchObject({ name: 'node1' });
    expect((await installation.sendAs({ ...signer('alice'), name: 'node1' }, { path })).status).toBe(401);
    expect((await installation.send({ path })).status).toBe(401);
    expect((await installation.sendAs(signer('alice'), { path: `${ORG}/nodes/web9` })).status).toBe(404);
  });

  it('knows its users, clients and groups from there', async () => {
    const path = `${ORG}/pushy/jobs`;
    const job = { method: 'POST', path, body: JSON.stringify({ command: 'true', nodes: ['node1'] }) };
    expect((await installation.sendAs(signer('alice'), job)).status).toBe(201);
    expect((await installation.sendAs(signer('node1'), job)).status).toBe(403);
    expect((await installation.sendAs(signer('node1'), { path })).status).toBe(200);
    expect((await installation.sendAs({ ...signer('alice'), name: 'mallory' }, { path })).status).toBe(401);
    const elsewhere = { path: '/organizations/nowhere/pushy/jobs' };
    expect((await installation.sendAs(signer('alice'), elsewhere)).status).toBe(404);
  });

  it('asks about a user once, whose many requests come faster than the answer', async () => {
    const path = `${ORG}/pushy/jobs`;
    let release = (): void => undefined;
    chef.held = new Promise((resolve) => (release = resolve));
    const asking = Array.from({ length: 200 }, () => installation.sendAs(signer('alice'), { path }));
    release();
    expect(new Set((await Promise.all(asking)).map(({ status }) => status))).toEqual(new Set([200]));
    const paths = ['', '/principals/alice', '/groups/pushy_job_readers'];
    expect(chef.received.map(({ url }) => url)).toEqual(paths.map((rest) => `${ORG}${rest}`));
  });

  it('never takes an outage of it for a refusal, and does not keep on asking', async () => {
    await chef.goAway();
    const outage = [502, { error: [`Failed to connect to ${chef.url.origin}`] }];
    for (const path of [
      `${ORG}/pushy/jobs`,
      `${ORG}/pushy/config/node1`,
      `${ORG}/pushy/node_states`,
      `${ORG}/nodes/node1`,
    ]) {
      const answer = await installation.sendAs(signer('alice'), { path });
      expect([answer.status, answer.json]).toEqual(outage);
    }
    await chef.comeBack();
    const answer = await installation.sendAs(signer('alice'), { path: `${ORG}/pushy/jobs` });
    expect([answer.status, answer.json]).toEqual(outage);
    expect(chef.received).toEqual([]);
  });

  it('trusts no server for which another authority vouches', async () => {
    await installation[Symbol.asyncDispose]();
    installation = await start(strangers.ca);
    for (const path of [`${ORG}/pushy/jobs`, `${ORG}/nodes/node1`]) {
      expect((await installation.sendAs(signer('alice'), { path })).status).toBe(502);
    }
    expect(chef.received).toEqual([]);
  });
});
