import { describe, expect, it } from 'vitest';
import {
  mayAdminister,
  mayFetchConfig,
  mayRead,
  maySaveNode,
  mayWrite,
  type GroupLoader,
  type GroupMember,
} from './authorization.ts';
import type { Group } from './directory.ts';

const alice: GroupMember = { kind: 'user', name: 'alice' };
const aliceTheClient: GroupMember = { kind: 'client', name: 'alice' };

const of = (members: { users?: string[]; clients?: string[]; groups?: string[] }): Group => ({
  users: new Set(members.users),
  clients: new Set(members.clients),
  groups: members.groups ?? [],
});

function loaderOf(groups: Record<string, Group>): GroupLoader & { asked: string[] } {
  const asked: string[] = [];
  const load = async (name: string): Promise<Group | undefined> => {
    asked.push(name);
    return groups[name];
  };
  return Object.assign(load, { asked });
}

describe('who may write', () => {
  it.each([
    ['a member of the writers', { pushy_job_writers: of({ users: ['alice'] }) }, true],
    ['an admin while there are no writers', { admins: of({ users: ['alice'] }) }, true],
    ['an admin once there are writers', { pushy_job_writers: of({}), admins: of({ users: ['alice'] }) }, false],
    ['nobody in particular', { admins: of({}) }, false],
    ['anyone where neither group exists', {}, false],
    ['a client of a user named there', { pushy_job_writers: of({ clients: ['alice'] }) }, false],
  ])('%s', async (_who, groups, expected) => {
    expect(await mayWrite(alice, loaderOf(groups))).toBe(expected);
  });

  it('tells a client from a user of the same name', async () => {
    const load = loaderOf({ pushy_job_writers: of({ clients: ['alice'] }) });
    expect(await mayWrite(aliceTheClient, load)).toBe(true);
  });
});

describe('nested groups', () => {
  it('are followed to any depth, past groups that do not exist', async () => {
    const load = loaderOf({
      pushy_job_writers: of({ groups: ['gone', 'ops'] }),
      ops: of({ groups: ['night shift'] }),
      'night shift': of({ users: ['alice'] }),
    });
    expect(await mayWrite(alice, load)).toBe(true);
  });

  it('are each asked for once where they contain each other', async () => {
    const load = loaderOf({
      pushy_job_writers: of({ groups: ['a', 'b'] }),
      a: of({ groups: ['b', 'a', 'pushy_job_writers'] }),
      b: of({ groups: ['a'] }),
    });
    expect(await mayWrite(alice, load)).toBe(false);
    expect(load.asked).toEqual(['pushy_job_writers', 'a', 'b']);
  });
});

describe('who may read', () => {
  it('is everyone until readers are named', async () => {
    expect(await mayRead(alice, loaderOf({}))).toBe(true);
  });

  it('is only the readers from then on', async () => {
    const load = loaderOf({ pushy_job_readers: of({ clients: ['alice'] }), admins: of({ users: ['alice'] }) });
    expect(await mayRead(alice, load)).toBe(false);
    expect(await mayRead(aliceTheClient, load)).toBe(true);
  });
});

describe('who may fetch the configuration of a node', () => {
  it('is the client of that name, whatever the groups say', async () => {
    const load = loaderOf({ pushy_job_readers: of({}) });
    expect(await mayFetchConfig(aliceTheClient, 'alice', load)).toBe(true);
    expect(await mayFetchConfig(aliceTheClient, 'bob', load)).toBe(false);
  });

  it('is a user who may read, even one named like the node', async () => {
    expect(await mayFetchConfig(alice, 'bob', loaderOf({}))).toBe(true);
    expect(await mayFetchConfig(alice, 'alice', loaderOf({ pushy_job_readers: of({}) }))).toBe(false);
  });
});

describe('who may change the organization', () => {
  it.each([
    ['an admin, whoever may write jobs', { pushy_job_writers: of({}), admins: of({ users: ['alice'] }) }, true],
    ['an admin by way of another group', { admins: of({ groups: ['ops'] }), ops: of({ users: ['alice'] }) }, true],
    ['a writer of jobs', { pushy_job_writers: of({ users: ['alice'] }), admins: of({}) }, false],
    ['anyone without admins', {}, false],
  ])('%s', async (_who, groups, expected) => {
    expect(await mayAdminister(alice, loaderOf(groups))).toBe(expected);
  });

  it('lets a client say what its own node is, and a user of that name not', async () => {
    const load = loaderOf({ admins: of({}) });
    expect(await maySaveNode(aliceTheClient, 'alice', load)).toBe(true);
    expect(await maySaveNode(aliceTheClient, 'bob', load)).toBe(false);
    expect(await maySaveNode(alice, 'alice', load)).toBe(false);
  });
});
