import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHEF_ROUTES } from '../routes.ts';
import { ChefInstallation } from '../testing/chef-installation.ts';
import { send } from '../testing/http.ts';
import type { Signer } from '../testing/installation.ts';

const WHO = ['superuser', 'admin', 'member', 'client', 'outsider', 'stranger'] as const;
type Who = (typeof WHO)[number];

/** Statuses in the order of `WHO`. A stranger signs with somebody else's key. Bodies are `{}` unless given. */
interface Row {
  readonly call: string;
  readonly statuses: readonly number[];
  readonly body?: unknown;
}

const ORG = '/organizations/acme';
/** `self` is the member, `web` the client. 4xx other than 401 and 403 means: let in, and then refused for the body. */
const MATRIX: readonly Row[] = [
  { call: 'GET /users', statuses: [200, 200, 403, 401, 403, 401] },
  { call: 'POST /users', statuses: [400, 403, 403, 401, 403, 401] },
  { call: 'GET /users/self', statuses: [200, 200, 200, 401, 403, 401] },
  { call: 'PUT /users/self', statuses: [200, 403, 200, 401, 403, 401] },
  { call: 'DELETE /users/nobody', statuses: [404, 403, 403, 401, 403, 401] },
  { call: 'GET /users/self/organizations', statuses: [200, 200, 200, 401, 403, 401] },
  {
    call: 'PUT /users/self/association_requests/self-acme',
    statuses: [200, 200, 200, 401, 403, 401],
    body: { response: 'accept' },
  },
  { call: 'GET /users/self/keys', statuses: [200, 200, 200, 401, 403, 401] },
  { call: 'POST /users/self/keys', statuses: [400, 403, 400, 401, 403, 401] },
  { call: 'GET /users/self/keys/default', statuses: [200, 200, 200, 401, 403, 401] },
  { call: 'PUT /users/self/keys/nothing', statuses: [404, 403, 404, 401, 403, 401] },
  { call: 'DELETE /users/self/keys/nothing', statuses: [404, 403, 404, 401, 403, 401] },
  { call: 'GET /organizations', statuses: [200, 200, 403, 401, 403, 401] },
  { call: 'POST /organizations', statuses: [400, 403, 403, 401, 403, 401] },
  { call: `GET ${ORG}`, statuses: [403, 200, 200, 200, 403, 401] },
  { call: `GET ${ORG}/users`, statuses: [403, 200, 200, 200, 403, 401] },
  { call: `POST ${ORG}/users`, statuses: [403, 400, 403, 403, 403, 401] },
  { call: `GET ${ORG}/users/self`, statuses: [403, 200, 200, 200, 403, 401] },
  { call: `DELETE ${ORG}/users/nobody`, statuses: [403, 404, 403, 403, 403, 401] },
  { call: `POST ${ORG}/association_requests`, statuses: [403, 400, 403, 403, 403, 401] },
  { call: `GET ${ORG}/clients`, statuses: [403, 200, 200, 200, 403, 401] },
  { call: `POST ${ORG}/clients`, statuses: [403, 400, 403, 403, 403, 401] },
  { call: `GET ${ORG}/clients/web`, statuses: [403, 200, 200, 200, 403, 401] },
  { call: `PUT ${ORG}/clients/web`, statuses: [403, 200, 403, 403, 403, 401] },
  { call: `DELETE ${ORG}/clients/nobody`, statuses: [403, 404, 403, 403, 403, 401] },
  { call: `GET ${ORG}/clients/web/keys`, statuses: [403, 200, 200, 200, 403, 401] },
  { call: `POST ${ORG}/clients/web/keys`, statuses: [403, 400, 403, 403, 403, 401] },
  { call: `GET ${ORG}/clients/web/keys/default`, statuses: [403, 200, 200, 200, 403, 401] },
  { call: `PUT ${ORG}/clients/web/keys/nothing`, statuses: [403, 404, 403, 403, 403, 401] },
  { call: `DELETE ${ORG}/clients/web/keys/nothing`, statuses: [403, 404, 403, 403, 403, 401] },
  { call: `GET ${ORG}/groups`, statuses: [403, 200, 200, 200, 403, 401] },
  { call: `POST ${ORG}/groups`, statuses: [403, 400, 403, 403, 403, 401] },
  { call: `GET ${ORG}/groups/admins`, statuses: [403, 200, 200, 200, 403, 401] },
  { call: `PUT ${ORG}/groups/nothing`, statuses: [403, 400, 403, 403, 403, 401] },
  { call: `DELETE ${ORG}/groups/nothing`, statuses: [403, 404, 403, 403, 403, 401] },
  { call: `GET ${ORG}/nodes`, statuses: [403, 200, 200, 200, 403, 401] },
  { call: `POST ${ORG}/nodes`, statuses: [403, 409, 403, 409, 403, 401], body: { name: 'web' } },
  { call: `POST ${ORG}/nodes`, statuses: [403, 409, 403, 403, 403, 401], body: { name: 'other' } },
  { call: `GET ${ORG}/nodes/web`, statuses: [403, 200, 200, 200, 403, 401] },
  { call: `PUT ${ORG}/nodes/web`, statuses: [403, 200, 403, 200, 403, 401] },
  { call: `PUT ${ORG}/nodes/other`, statuses: [403, 200, 403, 403, 403, 401] },
  { call: `DELETE ${ORG}/nodes/nothing`, statuses: [403, 404, 403, 403, 403, 401] },
  { call: `GET ${ORG}/search/node`, statuses: [403, 200, 200, 200, 403, 401] },
  { call: `POST ${ORG}/search/node`, statuses: [403, 200, 200, 200, 403, 401], body: { who: ['name'] } },
  { call: `GET ${ORG}/principals/web`, statuses: [403, 200, 200, 200, 403, 401] },
];

let installation: ChefInstallation;
let signers: Record<Who, Signer>;
beforeAll(async () => {
  installation = await ChefInstallation.start();
  const { registry, superuser } = installation;
  for (const organization of ['acme', 'other']) await registry.createOrganization(organization);
  const admin = await installation.user('boss', 'acme');
  const member = await installation.user('self', 'acme');
  const client = await installation.client('acme', 'web');
  const outsider = await installation.user('outsider', 'other');
  // An admin by way of another group; and one in name only, who does not belong to the organization.
  await registry.createGroup('acme', 'ops');
  await registry.addToGroup('acme', 'ops', 'user', 'boss');
  await registry.addToGroup('acme', 'admins', 'group', 'ops');
  await registry.addToGroup('acme', 'admins', 'user', 'outsider');
  for (const name of ['web', 'other']) {
    await installation.as(admin, `POST ${ORG}/nodes`, { body: { name } });
  }
  signers = { superuser, admin, member, client, outsider, stranger: { name: 'boss', key: outsider.key } };
});
afterAll(() => installation[Symbol.asyncDispose]());

describe('the Chef API lets in', () => {
  it.each(MATRIX)('those who may: $call', async ({ call, body = {}, statuses }) => {
    const answers: [Who, number][] = [];
    for (const who of WHO) {
      const sent = /^P/.test(call) ? { body } : {};
      answers.push([who, (await installation.as(signers[who], call, sent)).status]);
    }
    expect(answers).toEqual(WHO.map((who, i) => [who, statuses[i]]));
  });

  it.each(MATRIX)('nobody without a signature: $call', async ({ call }) => {
    const [method = '', path = ''] = call.split(' ');
    const { status, json } = await send(installation.port, { method, path });
    expect([status, json]).toEqual([400, { error: [expect.stringContaining('missing required') as unknown] }]);
  });

  it('nobody through a route without a row here', () => {
    const rows = new Set(MATRIX.map(({ call }) => call.replace(/^(\w+) .*$/, '$1') + ' ' + routeOf(call)));
    const routes = Object.values(CHEF_ROUTES).flatMap(({ path, methods }) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    expect([...rows].sort()).toEqual(routes.sort());
  });

  it('nobody with a method that a path does not know, before anything else is looked at', async () => {
    for (const { path } of Object.values(CHEF_ROUTES)) {
      const { status, headers } = await send(installation.port, { method: 'PATCH', path });
      expect([path, status, headers.allow]).toEqual([path, 405, expect.any(String) as unknown]);
    }
  });
});

/** The path of the table that a call goes to. */
function routeOf(call: string): string {
  const segments = (call.split(' ')[1] ?? '').split('/');
  const fits = (pattern: string): boolean => {
    const parts = pattern.split('/');
    return parts.length === segments.length && parts.every((part, i) => part.startsWith(':') || part === segments[i]);
  };
  return Object.values(CHEF_ROUTES).find(({ path }) => fits(path))?.path ?? call;
}
