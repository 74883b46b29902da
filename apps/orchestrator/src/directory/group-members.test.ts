import { describe, expect, it } from 'vitest';
import { groupReply, resolved, wantedMembers } from './group-members.ts';

const user = (name: string) => ({ kind: 'user', name });
const client = (name: string) => ({ kind: 'client', name });
const mixed = (...users: string[]) => ({ users, clients: [], groups: [], mixed: true });

describe('who a change puts into a group', () => {
  it('is each of those it names, once', () => {
    const wanted = wantedMembers({ users: ['a', 'a'], clients: ['a'], groups: ['g'], mixed: false }, []);
    const existing = [user('a'), client('a'), { kind: 'group', name: 'g' }];
    expect(resolved(wanted, existing)).toEqual(existing);
  });

  it('is a client where stock knife sends a client back as a user', () => {
    const existing = [user('pat'), client('pat'), client('web-1'), user('kim'), client('new')];
    const before = [client('pat'), client('web-1')];
    const members = resolved(wantedMembers(mixed('pat', 'web-1', 'kim', 'new'), before), existing);
    expect(members).toEqual([user('kim'), client('pat'), client('web-1'), client('new')]);
  });

  it('is refused, by name, where they do not exist', () => {
    const wanted = wantedMembers({ users: ['x'], clients: ['y'], groups: ['z'], mixed: false }, []);
    expect(() => resolved(wanted, [client('x'), user('y')])).toThrow("user 'x', client 'y', group 'z'");
  });
});

describe('the version of a group', () => {
  it('is the same for the same members in any order, and else another', () => {
    const version = groupReply('g', [user('a'), user('b')]).version;
    expect(groupReply('g', [user('b'), user('a')]).version).toBe(version);
    expect(groupReply('g', [user('a'), client('b')]).version).not.toBe(version);
  });
});
