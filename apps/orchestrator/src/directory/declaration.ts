import { z } from 'zod';
import { publicKeyFrom } from './keys.ts';
import type { Registry } from './registry.ts';

const name = z.string().min(1);
const names = z.array(name).default([]);
const principal = z.strictObject({ name, public_key: z.string().optional() });

/** Users, organizations and who belongs where, as one JSON document. */
export const Declaration = z.strictObject({
  users: z.array(principal.extend({ superuser: z.boolean().optional() })).default([]),
  organizations: z
    .array(
      z.strictObject({
        name,
        users: names,
        clients: z.array(principal).default([]),
        groups: z.record(z.string(), z.strictObject({ users: names, clients: names, groups: names })).default({}),
      }),
    )
    .default([]),
});
export type Declaration = z.output<typeof Declaration>;

/** Makes everything declared exist. Takes nothing away; repeating it changes nothing. */
export async function applyDeclaration(registry: Registry, { users, organizations }: Declaration): Promise<void> {
  for (const user of users) {
    await registry.createPrincipal({ kind: 'user', name: user.name });
    await setKey(registry, { kind: 'user', name: user.name }, user.public_key);
    if (user.superuser !== undefined) await registry.setSuperuser(user.name, user.superuser);
  }
  for (const organization of organizations) await applyOrganization(registry, organization);
}

async function applyOrganization(
  registry: Registry,
  { name: organization, users, clients, groups }: Declaration['organizations'][number],
): Promise<void> {
  await registry.createOrganization(organization);
  for (const user of users) await registry.associate(organization, user);
  for (const client of clients) {
    const principal = { kind: 'client', name: client.name, organization } as const;
    await registry.createPrincipal(principal);
    await setKey(registry, principal, client.public_key);
  }
  for (const group of Object.keys(groups)) await registry.createGroup(organization, group);
  for (const [group, members] of Object.entries(groups)) {
    for (const user of members.users) await registry.addToGroup(organization, group, 'user', user);
    for (const client of members.clients) await registry.addToGroup(organization, group, 'client', client);
    for (const nested of members.groups) await registry.addToGroup(organization, group, 'group', nested);
  }
}

async function setKey(
  registry: Registry,
  principal: Parameters<Registry['setKey']>[0],
  pem: string | undefined,
): Promise<void> {
  if (pem !== undefined) await registry.setKey(principal, publicKeyFrom(pem, `the key of ${principal.name}`));
}
