import type { Tenant } from '../support-http/tenant.ts';

export interface Presence {
  readonly node_name: string;
  readonly status: 'online' | 'offline';
  readonly availability: 'available' | 'unavailable';
}

/** The name of the user every tenant of these tests has: a member, and its admin. */
export const ADMIN = 'admin';

/** What an organization of nodes needs besides its nodes. */
export const ADMINISTERED = { users: [ADMIN], groups: { admins: { users: [ADMIN] } } } as const;

/** `GET /pushy/node_states/NODE`, whose shape the tests of section 3 check. */
export async function presenceOf(tenant: Tenant, node: string): Promise<Presence> {
  const { status, json } = await tenant.as(ADMIN).get(tenant.path(`node_states/${node}`));
  if (status !== 200) throw new Error(`the state of ${node} was answered ${status}`);
  return json as Presence; // see above
}
