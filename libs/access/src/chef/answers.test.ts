import { describe, expect, it } from 'vitest';
import { groupOf, organizationOf, principalsOf } from './answers.ts';

const entry = (type: string, public_key: string | null, org_member = true) => ({
  ...{ name: 'twin', type, public_key, org_member },
  authz_id: '0123456789abcdef0123456789abcdef',
});

describe('the principals of a Chef Infra Server', () => {
  it('are one object with one key in version 0 of its API', () => {
    expect(principalsOf(entry('user', 'K', false))).toEqual([
      { kind: 'user', name: 'twin', orgMember: false, publicKeys: ['K'] },
    ]);
  });

  it('are put together from an entry for each key in version 1', () => {
    const principals = [entry('user', 'U1', false), entry('client', 'C1'), entry('user', 'U2', false)];
    expect(principalsOf({ principals })).toEqual([
      { kind: 'user', name: 'twin', orgMember: false, publicKeys: ['U1', 'U2'] },
      { kind: 'client', name: 'twin', orgMember: true, publicKeys: ['C1'] },
    ]);
  });

  it('exist even without a key', () => {
    expect(principalsOf(entry('client', null))).toMatchObject([{ kind: 'client', publicKeys: [] }]);
    expect(principalsOf({ principals: [] })).toEqual([]);
  });

  it.each([
    {},
    [],
    'a page of HTML',
    { principals: [{ name: 'twin' }] },
    entry('group', 'K'),
    { ...entry('user', 'K'), org_member: undefined },
  ])('are not guessed from anything else: %j', (answer) => {
    expect(() => principalsOf(answer)).toThrow();
  });
});

describe('a group of a Chef Infra Server', () => {
  const lists = { users: ['alice'], clients: ['node1'], groups: ['ops'] };

  it('keeps users and clients apart', () => {
    expect(groupOf({ ...lists, actors: ['alice', 'node1'], name: 'admins', orgname: 'acme' })).toEqual({
      users: new Set(['alice']),
      clients: new Set(['node1']),
      groups: ['ops'],
    });
  });

  it.each(['users', 'clients', 'groups'])('is not taken for empty where it lists no %s', (list) => {
    expect(() => groupOf({ ...lists, [list]: undefined })).toThrow();
  });
});

describe('an organization of a Chef Infra Server', () => {
  it('has a guid', () => {
    expect(organizationOf({ name: 'acme', full_name: 'Acme', guid: 'g1' })).toEqual({ name: 'acme', guid: 'g1' });
    expect(() => organizationOf({ name: 'acme' })).toThrow();
  });
});
