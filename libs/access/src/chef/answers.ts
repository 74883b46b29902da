import { z } from 'zod';
import type { Group, Organization, PrincipalKind } from '../directory.ts';

/** A principal as a Chef Infra Server tells of it, its keys still PEM texts. */
export interface FoundPrincipal {
  readonly kind: PrincipalKind;
  readonly name: string;
  readonly orgMember: boolean;
  readonly publicKeys: readonly string[];
}

const OrganizationAnswer = z.object({ name: z.string(), guid: z.string() });

const GroupAnswer = z.object({ users: z.array(z.string()), clients: z.array(z.string()), groups: z.array(z.string()) });

const Entry = z.object({
  name: z.string(),
  type: z.enum(['user', 'client']),
  /** Null where the key of a principal was deleted. */
  public_key: z.string().nullish(),
  org_member: z.boolean(),
});
/** API version 1 lists an entry for each key; version 0 knows one key of one principal. */
const PrincipalsAnswer = z.union([z.object({ principals: z.array(Entry) }), Entry]);

/** @throws ZodError for what is no answer to `GET /organizations/ORG`. */
export const organizationOf = (json: unknown): Organization => OrganizationAnswer.parse(json);

/** @throws ZodError for what is no answer to `GET /organizations/ORG/groups/GROUP`. */
export function groupOf(json: unknown): Group {
  // `actors` is both in one list, which cannot tell a user from a client of the same name.
  const { users, clients, groups } = GroupAnswer.parse(json);
  return { users: new Set(users), clients: new Set(clients), groups };
}

/**
 * Everybody of one name, each with all their keys, from either version of the API.
 * @throws ZodError for what is no answer to `GET /organizations/ORG/principals/NAME`.
 */
export function principalsOf(json: unknown): FoundPrincipal[] {
  const answer = PrincipalsAnswer.parse(json);
  const found = new Map<string, FoundPrincipal & { publicKeys: string[] }>();
  for (const entry of 'principals' in answer ? answer.principals : [answer]) {
    const { type: kind, name, org_member: orgMember, public_key: publicKey } = entry;
    const principal = found.get(`${kind} ${name}`) ?? { kind, name, orgMember, publicKeys: [] };
    if (typeof publicKey === 'string') principal.publicKeys.push(publicKey);
    found.set(`${kind} ${name}`, principal);
  }
  return [...found.values()];
}
