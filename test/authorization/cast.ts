import { Principal } from '../conformance/support-http/principal.ts';
import { administer } from '../conformance/support-http/directory.ts';
import { rsaKeys, spki, Tenant } from '../conformance/support-http/tenant.ts';
import type { KeyObject } from 'node:crypto';
import { inject } from 'vitest';

/** Everybody who may ask, in the order of the tables' columns. */
export const WHO = [
  'unsigned', // nobody: no signature at all
  'forger', // signs as the admin, with another key
  'outsider', // a user of no organization
  'member', // a user of the organization, and no more
  'reader', // in `pushy_job_readers`, where there is such a group
  'writer', // in `pushy_job_writers`, where there is such a group
  'admin', // in `admins`
  'node', // a client, asking about itself
  'other', // a client, asking about another one
  'foreigner', // a user of another organization
  'foreign', // a client of another organization
] as const;
export type Who = (typeof WHO)[number];

/** Two organizations with the same people, with and without the groups that say who reads and writes jobs. */
export type Kind = 'plain' | 'named';

/** The node that everything is about, and another client. */
export const NODE = 'authz-node';
export const OTHER = 'authz-other';
export const FOREIGN = 'authz-foreign';

export class Cast {
  private constructor(
    readonly tenant: Tenant,
    readonly elsewhere: Tenant,
    private readonly key: KeyObject,
  ) {}

  /** `clients`: of the organization, besides those of the columns. They share a key. */
  static async assemble(kind: Kind, scene: string, clients: readonly string[] = []): Promise<Cast> {
    const groups = { pushy_job_readers: { users: ['reader'] }, pushy_job_writers: { users: ['writer'] } };
    const tenant = await Tenant.create(`authz-${scene}-${kind}`, {
      users: ['member', 'reader', 'writer', 'admin'],
      outsiders: ['outsider'],
      clients: [NODE, OTHER],
      groups: { admins: { users: ['admin'] }, ...(kind === 'named' ? groups : {}) },
    });
    const elsewhere = await Tenant.create(`authz-${scene}-${kind}-elsewhere`, {
      users: ['foreigner'],
      clients: [FOREIGN],
    });
    const { privateKey, publicKey } = await rsaKeys();
    const declared = clients.map((name) => ({ name, public_key: spki(publicKey) }));
    await administer(['apply'], JSON.stringify({ organizations: [{ name: tenant.organization, clients: declared }] }));
    return new Cast(tenant, elsewhere, privateKey);
  }

  /** One of `clients`. */
  client(name: string): Principal {
    return new Principal(name, this.key, inject('installation').origin);
  }

  /** Undefined: nobody, who does not sign. */
  as(who: Who): Principal | undefined {
    const { tenant, elsewhere } = this;
    switch (who) {
      case 'unsigned':
        return undefined;
      case 'forger':
        return new Principal(tenant.as('admin').name, tenant.as('member').key, inject('installation').origin);
      case 'node':
        return tenant.as(NODE);
      case 'other':
        return tenant.as(OTHER);
      case 'foreigner':
        return elsewhere.as('foreigner');
      case 'foreign':
        return elsewhere.as(FOREIGN);
      default:
        return tenant.as(who);
    }
  }
}
