import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { applyDeclaration, Declaration } from './declaration.ts';
import { readPublicKey, writeNewKey } from './keys.ts';
import { DirectoryError, type MemberKind, type PrincipalName, type Registry } from './registry.ts';

export const USAGE = `usage: node dist/admin.js COMMAND      (DATABASE_URL names the database)

  migrate                                   bring the database up to date
  org create ORG
  user create NAME [KEY]
  client create ORG NAME [KEY]              a node, or a program
  key add user NAME KEY [--name KEY_NAME]
  key add client ORG NAME KEY [--name KEY_NAME]
  group create ORG GROUP
  group add ORG GROUP user|client|group NAME
  associate ORG USER                        let a user into an organization
  superuser add|remove USER                 who may create users and organizations over HTTP
  apply FILE.json                           declare all of it at once
  import --from URL [--organization NAME=GUID ...]
                                            copy the jobs of a Chef Push Jobs 2.x database; writes old and new ids

KEY is --key FILE.pem (public, private or certificate) or --new-key FILE.pem (a private key is made and written there).
Every command may be repeated.
`;

interface Given {
  readonly words: readonly string[];
  readonly key?: string | undefined;
  readonly newKey?: string | undefined;
  readonly name?: string | undefined;
  readonly from?: string | undefined;
  readonly organization: readonly string[];
}

/** Reads the command line. @throws DirectoryError for options that do not exist. */
export function parseCommand(args: readonly string[]): Given & { help: boolean } {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        key: { type: 'string' },
        'new-key': { type: 'string' },
        name: { type: 'string' },
        from: { type: 'string' },
        organization: { type: 'string', multiple: true, default: [] },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const help = values.help || positionals.length === 0;
    const { 'new-key': newKey, ...options } = values;
    return { ...options, words: positionals, newKey, help };
  } catch (cause) {
    throw new DirectoryError(`${cause instanceof Error ? cause.message : 'bad options'}; see --help`, { cause });
  }
}

/** Carries out one command. @returns one line about what was done. */
export async function administer(registry: Registry, given: Given): Promise<string> {
  const [noun = '', verb = '', ...rest] = given.words;
  switch (`${noun} ${verb}`) {
    case 'org create':
      return createOrganization(registry, rest);
    case 'user create':
    case 'client create':
      return createPrincipal(registry, principalNamed(noun, rest), given);
    case 'key add':
      return addKey(registry, principalNamed(rest[0] ?? '', rest.slice(1)), given);
    case 'group create':
      return createGroup(registry, rest);
    case 'group add':
      return addToGroup(registry, rest);
    case 'superuser add':
    case 'superuser remove':
      return setSuperuser(registry, rest, verb === 'add');
    default:
      if (noun === 'associate') return associate(registry, given.words.slice(1));
      if (noun === 'apply') return apply(registry, given.words.slice(1));
      throw new DirectoryError(`unknown command: ${given.words.join(' ')}; see --help`);
  }
}

async function createOrganization(registry: Registry, words: readonly string[]): Promise<string> {
  const [organization] = exactly(words, ['ORG']);
  await registry.createOrganization(organization);
  return `organization ${organization} exists, with the group admins`;
}

async function createPrincipal(registry: Registry, principal: PrincipalName, given: Given): Promise<string> {
  const publicKey = keyOf(given);
  await registry.createPrincipal(principal);
  if (publicKey !== undefined) await registry.setKey(principal, publicKey, given.name);
  return `${principal.kind} ${principal.name} exists${writtenTo(given)}`;
}

async function addKey(registry: Registry, principal: PrincipalName, given: Given): Promise<string> {
  const publicKey = keyOf(given);
  if (publicKey === undefined) throw new DirectoryError('no key given; use --key FILE.pem or --new-key FILE.pem');
  await registry.setKey(principal, publicKey, given.name);
  return `${principal.kind} ${principal.name} has the key ${given.name ?? 'default'}${writtenTo(given)}`;
}

async function createGroup(registry: Registry, words: readonly string[]): Promise<string> {
  const [organization, group] = exactly(words, ['ORG', 'GROUP']);
  await registry.createGroup(organization, group);
  return `group ${group} exists in ${organization}`;
}

async function addToGroup(registry: Registry, words: readonly string[]): Promise<string> {
  const [organization, group, kind, member] = exactly(words, ['ORG', 'GROUP', 'user|client|group', 'NAME']);
  if (!isMemberKind(kind)) throw new DirectoryError(`a group has no ${kind}; its members are user, client or group`);
  await registry.addToGroup(organization, group, kind, member);
  return `${kind} ${member} is in group ${group} of ${organization}`;
}

async function associate(registry: Registry, words: readonly string[]): Promise<string> {
  const [organization, user] = exactly(words, ['ORG', 'USER']);
  await registry.associate(organization, user);
  return `user ${user} belongs to ${organization}`;
}

async function setSuperuser(registry: Registry, words: readonly string[], superuser: boolean): Promise<string> {
  const [user] = exactly(words, ['USER']);
  await registry.setSuperuser(user, superuser);
  return `user ${user} is ${superuser ? 'a' : 'no'} superuser`;
}

async function apply(registry: Registry, words: readonly string[]): Promise<string> {
  const [path] = exactly(words, ['FILE.json']);
  const declaration = Declaration.safeParse(readJson(path));
  if (!declaration.success) throw new DirectoryError(`${path} is not right:\n${z.prettifyError(declaration.error)}`);
  await applyDeclaration(registry, declaration.data);
  return `everything in ${path} exists`;
}

function principalNamed(kind: string, words: readonly string[]): PrincipalName {
  if (kind === 'user') return { kind, name: exactly(words, ['NAME'])[0] };
  if (kind !== 'client') throw new DirectoryError(`${kind || 'nothing'} has no keys; say user NAME or client ORG NAME`);
  const [organization, name] = exactly(words, ['ORG', 'NAME']);
  return { kind, organization, name };
}

function keyOf({ key, newKey }: Given): string | undefined {
  if (key !== undefined && newKey !== undefined) throw new DirectoryError('give either --key or --new-key');
  if (newKey !== undefined) return writeNewKey(newKey);
  return key === undefined ? undefined : readPublicKey(key);
}

const writtenTo = ({ newKey }: Given): string => (newKey === undefined ? '' : `; its private key is in ${newKey}`);

const isMemberKind = (kind: string): kind is MemberKind => kind === 'user' || kind === 'client' || kind === 'group';

/** As many words as there are `names`. */
function exactly<const N extends readonly string[]>(words: readonly string[], names: N): { [K in keyof N]: string } {
  if (words.length !== names.length || words.includes('')) {
    throw new DirectoryError(`expected ${names.join(' ')}, got ${words.join(' ') || 'nothing'}; see --help`);
  }
  return words as { [K in keyof N]: string }; // as many as names, just checked
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new DirectoryError(`cannot read ${path} as JSON: ${cause instanceof Error ? cause.message : ''}`, { cause });
  }
}
