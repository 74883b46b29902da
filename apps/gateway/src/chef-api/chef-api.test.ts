import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { apiVersion } from './api-version.ts';
import { readBodyAs } from './bodies.ts';
import { chefApi } from './chef-api.ts';
import { firstKey, firstKeyJson, nextKey } from './first-key.ts';
import { linksByName } from './links.ts';
import { NodeBody, nodeText } from './node-json.ts';

describe('the Chef API', () => {
  it('is served with the built-in directory, and left to a Chef Infra Server where that is the directory', () => {
    const url = new URL('https://chef.test');
    const { privateKey: key } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const server = { url, key, ca: undefined, superuser: 'pivotal', signingVersion: '1.3' } as const;
    const limits = { timeoutMs: 1, ttlMs: 1, negativeTtlMs: 1, faults: 1, pauseMs: 1 };
    const none = chefApi({ directory: { kind: 'chef', ...server, ...limits } });
    expect(none).toEqual({ routes: [], controllers: [], providers: [] });
    expect(chefApi({ directory: { kind: 'builtin' } }).routes.map(({ path }) => path)).toContain('/users');
  });

  it.each([
    [undefined, 0],
    ['0', 0],
    ['1', 1],
    ['2', 1],
    ['many', 0],
  ])('is spoken in version %s as in %s', (header, version) => {
    expect(apiVersion(header === undefined ? {} : { 'x-ops-server-api-version': header })).toBe(version);
  });

  it('lists things with their addresses, as the caller reaches them', () => {
    const headers = { host: 'push.test:443', 'x-forwarded-proto': 'https' };
    expect(linksByName(headers, ['a', 'b:c'], 'organizations', 'acme', 'nodes')).toEqual({
      a: 'https://push.test/organizations/acme/nodes/a',
      'b:c': 'https://push.test/organizations/acme/nodes/b%3Ac',
    });
  });
});

describe('the key of somebody new', () => {
  it('is the given one, a made one, or none', async () => {
    expect(await firstKey({ public_key: 'PEM' }, 1)).toEqual({ publicKey: 'PEM' });
    expect(await firstKey({}, 1)).toEqual({ publicKey: '' });
    for (const made of [await firstKey({}, 0), await firstKey({ create_key: true }, 1)]) {
      expect(made.privateKey).toContain('BEGIN RSA PRIVATE KEY');
    }
  });

  it('is part of the answer, for the older API beside the rest as well', () => {
    const key = { publicKey: 'PUBLIC', privateKey: 'PRIVATE' };
    const chef_key = {
      name: 'default',
      uri: '/c/keys/default',
      public_key: 'PUBLIC',
      expiration_date: 'infinity',
      private_key: 'PRIVATE',
    };
    expect(firstKeyJson(key, '/c', 1)).toEqual({ chef_key });
    expect(firstKeyJson(key, '/c', 0)).toEqual({ chef_key, public_key: 'PUBLIC', private_key: 'PRIVATE' });
    expect(firstKeyJson({ publicKey: '' }, '/c', 1)).toEqual({});
  });
});

describe('the key of somebody who is changed', () => {
  it('stays where nothing is said about it', async () => {
    for (const version of [0, 1] as const) {
      expect(await nextKey({ public_key: null, private_key: false, create_key: false }, version)).toBeUndefined();
    }
  });

  it('is replaced by the older API, and refused by the newer one', async () => {
    expect(await nextKey({ public_key: 'PEM' }, 0)).toEqual({ publicKey: 'PEM' });
    expect(await nextKey({ public_key: 'PEM', private_key: true }, 0)).not.toMatchObject({ publicKey: 'PEM' });
    for (const fields of [{ public_key: 'PEM' }, { private_key: true }, { create_key: true }]) {
      await expect(nextKey(fields, 1)).rejects.toMatchObject({ kind: 'invalid', asList: true });
    }
  });
});

describe('the body of a node', () => {
  const read = (text: string) => readBodyAs(NodeBody, Buffer.from(text));

  it('is filled up as Chef does it, and in its order', async () => {
    const text = nodeText('n', await read('{"run_list":["b","recipe[b]","role[a]"],"policy_name":"p","overrides":1}'));
    expect(text).toBe(
      '{"name":"n","chef_environment":"_default","json_class":"Chef::Node","chef_type":"node",' +
        '"run_list":["recipe[b]","role[a]"],"automatic":{},"normal":{},"default":{},"override":{},"policy_name":"p"}',
    );
  });

  it.each(['', '{', '[]', 'null', '"n"', '{"name":null}', '{"normal":null}', `{"x":${'['.repeat(10_000)}`])(
    'is refused with a sentence: %s',
    async (text) => {
      await expect(read(text)).rejects.toMatchObject({ kind: 'invalid', asList: true });
    },
  );
});
