import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Installation, type Signer } from './testing/installation.ts';

let installation: Installation;
beforeAll(async () => {
  installation = await Installation.start();
});
afterAll(() => installation[Symbol.asyncDispose]());

const ID = 'a'.repeat(32);
const reads = (organization: string) =>
  ['jobs', `jobs/${ID}`, `jobs/${ID}/output/node1/stdout`, 'node_states', 'node_states/node1', 'config/node1'].map(
    (path) => ({ path: `/organizations/${organization}/pushy/${path}` }),
  );
const writes = (organization: string) =>
  ['jobs', `jobs/${ID}/cancel`].map((path) => ({
    method: 'POST',
    path: `/organizations/${organization}/pushy/${path}`,
    body: 'not even JSON',
  }));
const refusal = (name: string) => ({
  error: [`User or client '${name}' does not have access to that action on this server.`],
});

async function expectRefused(signer: Signer, calls: { path: string }[]): Promise<void> {
  for (const call of calls) {
    const answer = await installation.sendAs(signer, call);
    expect([call.path, answer.status, answer.json]).toEqual([call.path, 403, refusal(signer.name)]);
  }
}

async function expectAdmitted(signer: Signer, calls: { path: string }[]): Promise<void> {
  for (const call of calls) {
    const { status } = await installation.sendAs(signer, call);
    expect([401, 403]).not.toContain(status);
  }
}

describe('without groups of its own, an organization', () => {
  it('lets admins write, and nobody else', async () => {
    await expectAdmitted(installation.admin, writes('acme'));
    await expectRefused(installation.user, writes('acme'));
    await expectRefused(installation.node, writes('acme'));
  });

  it('lets all its members read', async () => {
    await expectAdmitted(installation.user, reads('acme'));
  });
});

describe('with writers and readers named, an organization', () => {
  let named: Signer;
  let nested: Signer;
  let admin: Signer;
  beforeAll(() => {
    const { services } = installation;
    services.organizations.add('strict');
    named = installation.register('strict', 'client', 'named');
    nested = installation.register('strict', 'user', 'nested');
    admin = installation.register('strict', 'user', 'admin');
    services.groups.set('strict/admins', { users: ['admin'] });
    for (const group of ['pushy_job_writers', 'pushy_job_readers']) {
      services.groups.set(`strict/${group}`, { clients: ['named'], groups: ['ops'] });
    }
    services.groups.set('strict/ops', { users: ['nested'], groups: ['pushy_job_writers'] });
  });

  it('lets those in who are named, directly or in a group within', async () => {
    await expectAdmitted(named, writes('strict'));
    await expectAdmitted(nested, [...writes('strict'), ...reads('strict')]);
  });

  it('keeps its admins out', async () => {
    await expectRefused(admin, [...writes('strict'), ...reads('strict')]);
  });
});

describe("a node's configuration", () => {
  it('is for no client but its own', async () => {
    const answer = await installation.sendAs(installation.node, { path: '/organizations/acme/pushy/config/node2' });
    expect([answer.status, answer.json]).toEqual([403, { error: ['Client and node name must match'] }]);
  });
});
