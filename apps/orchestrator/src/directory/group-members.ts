import type { GroupChange__Output, GroupReply } from '@push-jobs/contracts';
import { AppError } from '@push-jobs/platform';
import { createHash } from 'node:crypto';

export interface Member {
  /** `user`, `client` or `group`. */
  readonly kind: string;
  readonly name: string;
}

/** The members that a change asks for, until it is known which of them exist. */
export interface WantedMembers {
  readonly users: readonly string[];
  readonly clients: readonly string[];
  readonly groups: readonly string[];
  /** Users, or where there is no such user, clients. */
  readonly either: readonly string[];
}

/**
 * Tells users from clients where a change does not. Stock knife reads all names of a group as `actors` and sends them back
 * as users: those who were in the group as clients stay in it as clients.
 */
export function wantedMembers(
  { users, clients, groups, mixed }: Pick<GroupChange__Output, 'users' | 'clients' | 'groups' | 'mixed'>,
  before: readonly Member[],
): WantedMembers {
  if (!mixed) return { users, clients, groups, either: [] };
  const wereUsers = namesOf('user', before);
  const wereClients = namesOf('client', before);
  return {
    users: users.filter((name) => wereUsers.has(name)),
    clients: users.filter((name) => wereClients.has(name)),
    groups,
    either: users.filter((name) => !wereUsers.has(name) && !wereClients.has(name)),
  };
}

/**
 * The members whom a change gives a group, each once.
 * @throws AppError `invalid` that names those who do not exist.
 */
export function resolved({ users, clients, groups, either }: WantedMembers, existing: readonly Member[]): Member[] {
  const known = {
    user: namesOf('user', existing),
    client: namesOf('client', existing),
    group: namesOf('group', existing),
  };
  const kindOf = (name: string): 'user' | 'client' =>
    !known.user.has(name) && known.client.has(name) ? 'client' : 'user';
  const wanted = {
    user: new Set([...users, ...either.filter((name) => kindOf(name) === 'user')]),
    client: new Set([...clients, ...either.filter((name) => kindOf(name) === 'client')]),
    group: new Set(groups),
  };
  const kinds = ['user', 'client', 'group'] as const;
  const absent = kinds.flatMap((kind) =>
    [...wanted[kind]].filter((name) => !known[kind].has(name)).map((name) => `${kind} '${name}'`),
  );
  if (absent.length > 0) throw new AppError('invalid', `'actors' names who does not exist: ${absent.join(', ')}`);
  return kinds.flatMap((kind) => [...wanted[kind]].map((name) => ({ kind, name })));
}

/** `version` is another text for other members, whatever their order. */
export function groupReply(name: string, members: readonly Member[]): GroupReply & { readonly version: string } {
  const sorted = (kind: string): string[] => [...namesOf(kind, members)].sort();
  const lists = { users: sorted('user'), clients: sorted('client'), groups: sorted('group') };
  return { name, ...lists, version: createHash('sha256').update(JSON.stringify(lists)).digest('base64url') };
}

const namesOf = (kind: string, members: readonly Member[]): Set<string> =>
  new Set(members.filter((member) => member.kind === kind).map(({ name }) => name));
