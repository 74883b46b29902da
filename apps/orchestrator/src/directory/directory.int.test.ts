import { status as grpc } from '@grpc/grpc-js';
import { unary } from '@push-jobs/contracts';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { World } from '../testing/world.ts';
import { administer, parseCommand } from './administration.ts';
import { Registry } from './registry.ts';

const dir = mkdtempSync(path.join(tmpdir(), 'push-jobs-admin-'));
afterAll(() => rmSync(dir, { recursive: true }));

const publicPem = (): string =>
  generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'spki', format: 'pem' }).toString();

async function superusers(world: World): Promise<string[]> {
  const found = await world.database.principal.findMany({ where: { superuser: true } });
  return found.map(({ name }) => name);
}

describe('the built-in directory', () => {
  it('answers with what was declared, and declaring it again changes nothing', async () => {
    await using world = await World.create();
    const replica = await world.replica();
    const [first, second] = [publicPem(), publicPem()];
    const file = path.join(dir, 'declaration.json');
    writeFileSync(
      file,
      JSON.stringify({
        users: [{ name: 'pat', public_key: first }, { name: 'outsider' }],
        organizations: [
          {
            name: 'acme',
            users: ['pat'],
            clients: [{ name: 'pat', public_key: second }],
            groups: { admins: { users: ['pat'] }, pushy_job_writers: { clients: ['pat'], groups: ['admins'] } },
          },
        ],
      }),
    );
    const registry = new Registry(world.database);
    await administer(registry, parseCommand(['apply', file]));
    const organization = await unary(replica.directory, replica.directory.GetOrganization, { name: 'acme' });
    await administer(registry, parseCommand(['apply', file]));

    expect(await unary(replica.directory, replica.directory.GetOrganization, { name: 'acme' })).toEqual(organization);
    expect(organization.guid).toMatch(/^[0-9a-f-]{36}$/);
    const queries = ['pat', 'nobody', 'outsider'].map((name) => ({ organization: 'acme', name }));
    expect(await unary(replica.directory, replica.directory.FindPrincipals, { queries })).toEqual({
      lists: [
        {
          principals: [
            { kind: 'client', name: 'pat', orgMember: true, publicKeys: [second] },
            { kind: 'user', name: 'pat', orgMember: true, publicKeys: [first] },
          ],
        },
        { principals: [] },
        { principals: [{ kind: 'user', name: 'outsider', orgMember: false, publicKeys: [] }] },
      ],
    });
    const group = { organization: 'acme', name: 'pushy_job_writers' };
    expect(await unary(replica.directory, replica.directory.GetGroup, group)).toMatchObject({
      name: 'pushy_job_writers',
      users: [],
      clients: ['pat'],
      groups: ['admins'],
    });
  });

  it('does not know what was never made, and shows no client of another organization', async () => {
    await using world = await World.create();
    const replica = await world.replica();
    const registry = new Registry(world.database);
    await registry.createOrganization('acme');
    await registry.createPrincipal({ kind: 'client', organization: 'acme', name: 'node-1' });
    const { directory } = replica;
    await expect(unary(directory, directory.GetOrganization, { name: 'none' })).rejects.toMatchObject({
      code: grpc.NOT_FOUND,
    });
    await expect(unary(directory, directory.GetGroup, { organization: 'acme', name: 'none' })).rejects.toMatchObject({
      code: grpc.NOT_FOUND,
    });
    const queries = [{ organization: 'other', name: 'node-1' }];
    expect(await unary(directory, directory.FindPrincipals, { queries })).toEqual({ lists: [{ principals: [] }] });
  });

  it('is administered by commands that say what is missing and how to make it', async () => {
    await using world = await World.create();
    const registry = new Registry(world.database);
    const run = (line: string): Promise<string> => administer(registry, parseCommand(line.split(' ')));
    const key = path.join(dir, 'pat.pem');

    await expect(run('client create acme node-1')).rejects.toThrow('create it with: org create acme');
    await run('org create acme');
    await expect(run('associate acme pat')).rejects.toThrow('create it with: user create pat');
    const said = await run(`user create pat --new-key ${key}`);
    await run('associate acme pat');
    await run('group add acme admins user pat');
    await run('client create acme node-1');
    await run(`key add client acme node-1 --key ${key} --name second`);
    expect(await run('superuser add pat')).toBe('user pat is a superuser');
    expect(await superusers(world)).toEqual(['pat']);
    expect(await run('superuser remove pat')).toBe('user pat is no superuser');
    expect(await superusers(world)).toEqual([]);
    await expect(run('superuser add nobody')).rejects.toThrow('create it with: user create nobody');
    await expect(run('group add acme none user pat')).rejects.toThrow('create it with: group create acme none');
    await expect(run('group add acme admins machine pat')).rejects.toThrow('user, client or group');

    expect(said).toBe(`user pat exists; its private key is in ${key}`);
    expect(statSync(key).mode & 0o777).toBe(0o600);
    expect(readFileSync(key, 'utf8')).toContain('BEGIN RSA PRIVATE KEY');
    const stored = await world.database.principalKey.findMany({ orderBy: { principal: 'asc' } });
    expect(stored.map(({ principal, name }) => `${principal} ${name}`)).toEqual(['node-1 second', 'pat default']);
    expect(new Set(stored.map(({ publicKey }) => publicKey)).size).toBe(1);
    await expect(run(`user create kim --new-key ${key}`)).rejects.toThrow('file that does not exist yet');
  });
});
