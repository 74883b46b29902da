import type { Group, PrincipalKind } from './directory.ts';

/** Enough of a caller to look them up in groups. They belong to the organization already. */
export interface GroupMember {
  readonly kind: PrincipalKind;
  readonly name: string;
}

/** Finds a group of the caller's organization. */
export type GroupLoader = (name: string) => Promise<Group | undefined>;

const WRITERS = 'pushy_job_writers';
const READERS = 'pushy_job_readers';
const ADMINS = 'admins';

/** Whether they may start a job or change anything (wire contract section 2). Admins decide only where nobody named writers. */
export async function mayWrite(who: GroupMember, load: GroupLoader): Promise<boolean> {
  return (await belongs(who, WRITERS, load)) ?? (await belongs(who, ADMINS, load)) ?? false;
}

/** Whether they may see jobs, output, node states and feeds: everyone in the organization, until readers are named. */
export async function mayRead(who: GroupMember, load: GroupLoader): Promise<boolean> {
  return (await belongs(who, READERS, load)) ?? true;
}

/** Whether they may fetch a node's configuration: a client only its own, a user like anything that is read. */
export async function mayFetchConfig(who: GroupMember, node: string, load: GroupLoader): Promise<boolean> {
  return who.kind === 'client' ? who.name === node : mayRead(who, load);
}

/** Whether they may change the organization itself: clients, groups, members. Who may write jobs does not matter here. */
export async function mayAdminister(who: GroupMember, load: GroupLoader): Promise<boolean> {
  return (await belongs(who, ADMINS, load)) ?? false;
}

/** Whether they may say what a node is: a client its own node, an admin any. */
export async function maySaveNode(who: GroupMember, node: string, load: GroupLoader): Promise<boolean> {
  return (who.kind === 'client' && who.name === node) || mayAdminister(who, load);
}

/**
 * Whether somebody is in a group or in one nested in it; undefined where the group does not exist. Goes breadth first
 * and to each group once, so that groups which contain each other end the search.
 */
async function belongs(who: GroupMember, name: string, load: GroupLoader): Promise<boolean | undefined> {
  const visited = new Set([name]);
  let level = await loadAll([name], load);
  if (level.length === 0) return undefined;
  while (level.length > 0) {
    if (level.some((group) => isNamedIn(group, who))) return true;
    const next = [...new Set(level.flatMap(({ groups }) => groups))].filter((nested) => !visited.has(nested));
    for (const nested of next) visited.add(nested);
    level = await loadAll(next, load);
  }
  return false;
}

function isNamedIn(group: Group, who: GroupMember): boolean {
  return (who.kind === 'user' ? group.users : group.clients).has(who.name);
}

async function loadAll(names: readonly string[], load: GroupLoader): Promise<Group[]> {
  const groups = await Promise.all(names.map(load));
  return groups.filter((group) => group !== undefined);
}
