import type { SigningVersion } from '@push-jobs/protocol';
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ChefInstallation } from '../testing/chef-installation.ts';
import { send } from '../testing/http.ts';
import { signed, type Signer } from '../testing/installation.ts';

const NODES = '/organizations/acme/nodes';
const SEARCH = '/organizations/acme/search/node';
const EMPTY = { automatic: {}, normal: {}, default: {}, override: {} };
const IS = { json_class: 'Chef::Node', chef_type: 'node' };

let installation: ChefInstallation;
let admin: Signer;
let node1: Signer;
beforeAll(async () => {
  installation = await ChefInstallation.start();
  await installation.registry.createOrganization('acme');
  admin = await installation.user('admin', 'acme');
  node1 = await installation.client('acme', 'node1');
  await installation.registry.addToGroup('acme', 'admins', 'user', 'admin');
});
afterAll(() => installation[Symbol.asyncDispose]());

const call = (line: string, body?: unknown) => installation.as(admin, line, { body });
const refusal = (sentence: string): unknown => ({ error: [expect.stringContaining(sentence)] });

describe('a node object', () => {
  it('lives from its creation to its end', async () => {
    const uri = `${installation.origin}${NODES}/web-1`;
    const created = await call(`POST ${NODES}`, { name: 'web-1', run_list: ['nginx', 'recipe[nginx]', 'role[base]'] });
    expect([created.status, created.json]).toEqual([201, { uri }]);
    const first = {
      name: 'web-1',
      ...IS,
      chef_environment: '_default',
      run_list: ['recipe[nginx]', 'role[base]'],
      ...EMPTY,
    };
    expect((await call(`GET ${NODES}/web-1`)).json).toEqual(first);
    expect((await call(`GET ${NODES}`)).json).toEqual({ 'web-1': uri });
    expect((await call(`POST ${NODES}`, { name: 'web-1' })).status).toBe(409);

    const second = { ...first, chef_environment: 'prod', normal: { deep: { list: [1, null, { x: '\0 é' }] } } };
    const replaced = await call(`PUT ${NODES}/web-1`, second);
    expect([replaced.status, replaced.json]).toEqual([200, second]);
    expect((await call(`GET ${NODES}/web-1`)).headers['content-type']).toBe('application/json');
    expect((await call(`DELETE ${NODES}/web-1`)).json).toEqual(second);
    for (const method of ['GET', 'DELETE']) expect((await call(`${method} ${NODES}/web-1`)).status).toBe(404);
    expect((await call(`PUT ${NODES}/web-1`, second)).status).toBe(404);
  });

  it('is created and changed by the client of its name', async () => {
    const as = (line: string, body: unknown) => installation.as(node1, line, { body });
    expect((await as(`POST ${NODES}`, { name: 'node1' })).status).toBe(201);
    expect((await as(`PUT ${NODES}/node1`, { normal: { role: 'web' } })).status).toBe(200);
    expect((await as(`POST ${NODES}`, { name: 'node2' })).status).toBe(403);
  });

  it('keeps attributes whatever they are called', async () => {
    const text = '{"name":"odd","normal":{"__proto__":{"a":1},"constructor":2,"":3}}';
    const path = NODES;
    const sent = signed(admin, { method: 'POST', path, body: text });
    expect((await send(installation.port, sent)).status).toBe(201);
    const shown = (await call(`GET ${NODES}/odd`)).body.toString();
    expect(shown).toContain('"normal":{"__proto__":{"a":1},"constructor":2,"":3}');
    await call(`DELETE ${NODES}/odd`);
  });

  it.each([
    [{}, "Field 'name' missing"],
    [{ name: 'a/b' }, "Field 'name' invalid"],
    [{ name: 'x', normal: [] }, "Field 'normal' invalid: expected a JSON object"],
    [{ name: 'x', run_list: ['role[a b]'] }, "Field 'run_list.0' invalid"],
    [{ name: 'x', run_list: 'role[a]' }, "Field 'run_list' invalid"],
    [{ name: 'x', chef_environment: 'a:b' }, "Field 'chef_environment' invalid"],
    [{ name: 'x', json_class: 'Chef::Role' }, "Field 'json_class' invalid"],
    [{ name: 'x', surprise: 1 }, 'surprise'],
  ])('is not made of %j', async (body, sentence) => {
    const { status, json } = await call(`POST ${NODES}`, body);
    expect([status, json]).toEqual([400, refusal(sentence)]);
  });

  it('is refused where its name is not that of the path, or its attributes have no end', async () => {
    expect((await call(`PUT ${NODES}/node1`, { name: 'other' })).json).toEqual(refusal('Node name mismatch.'));
    const path = `${NODES}/node1`;
    const deep = `{"normal":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_001)}`;
    const answer = await send(installation.port, signed(admin, { method: 'PUT', path, body: deep }));
    expect([answer.status, answer.json]).toEqual([400, refusal('expected at most 100 levels')]);
  });
});

describe('a search for nodes', () => {
  const names = Array.from({ length: 120 }, (_, i) => `fleet-${String(i).padStart(3, '0')}`);
  beforeAll(async () => {
    for (const [i, name] of names.entries()) {
      const body = {
        name,
        chef_environment: i % 2 === 0 ? 'prod' : 'test',
        normal: { rack: { slot: i }, tags: ['fleet'] },
      };
      await call(`POST ${NODES}`, body);
    }
  });

  const search = async (q: string, rest = '') => call(`GET ${SEARCH}?q=${encodeURIComponent(q)}${rest}`);
  const found = (json: unknown): string[] => (json as { rows: { name: string }[] }).rows.map(({ name }) => name);

  it('finds whole nodes in order of their names', async () => {
    const { status, json, headers } = await search('tags:fleet AND chef_environment:prod AND rack_slot:[0 TO 4]');
    expect([status, headers['content-type']]).toEqual([200, 'application/json']);
    expect(found(json)).toEqual(['fleet-000', 'fleet-002', 'fleet-004']);
    expect(json).toMatchObject({ start: 0, total: 3, rows: [{ ...IS, normal: { rack: { slot: 0 } } }, {}, {}] });
  });

  it('cuts out the rows asked for, and counts all', async () => {
    const { json } = await search('name:fleet-*', '&start=45&rows=10');
    expect(found(json)).toEqual(names.slice(45, 55));
    expect(json).toMatchObject({ start: 45, total: 120 });
    expect((await search('name:fleet-*', '&start=119&rows=10')).json).toMatchObject({ total: 120, rows: [{}] });
    expect((await search('name:fleet-*', '&rows=0')).json).toEqual({ rows: [], start: 0, total: 120 });
  });

  it('finds everything without a query', async () => {
    expect(found((await call(`GET ${SEARCH}`)).json)).toEqual([...names, 'node1']);
  });

  it('answers with a part of each node where the body says which', async () => {
    const body = { who: ['name'], slot: ['rack', 'slot'], none: ['rack', 'x'] };
    const { status, json } = await call(`POST ${SEARCH}?q=name:fleet-00?&rows=2`, body);
    const row = (i: number) => ({
      url: `${installation.origin}${NODES}/fleet-00${i}`,
      data: { who: `fleet-00${i}`, slot: i, none: null },
    });
    expect([status, json]).toEqual([200, { rows: [row(0), row(1)], start: 0, total: 10 }]);
  });

  it.each([
    [`GET ${SEARCH}?q=name:`, undefined, "invalid search query: 'name:': expected a value at character 6"],
    [`GET ${SEARCH}?q=`, undefined, 'expected a term'],
    [`GET ${SEARCH}?q=a&q=b`, undefined, "'q' invalid"],
    [`GET ${SEARCH}?rows=-1`, undefined, "'rows' invalid"],
    [`GET ${SEARCH}?start=x`, undefined, "'start' invalid"],
    [`POST ${SEARCH}`, {}, 'expected names with the path'],
    [`POST ${SEARCH}`, { a: 'b' }, 'expected names with the path'],
    [`POST ${SEARCH}`, { a: [] }, 'expected names with the path'],
  ])('is refused: %s %j', async (line, body, sentence) => {
    const { status, json } = await call(line, body);
    expect([status, json]).toEqual([400, refusal(sentence)]);
  });

  it('finds what stock knife was recorded to look for', async () => {
    const folder = new URL('../../../../libs/protocol/vectors/http/', import.meta.url);
    const recordings = readdirSync(folder)
      .filter((file) => file.endsWith('_search.json'))
      .map((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Recording); // written by the recorder
    expect(recordings.length).toBeGreaterThan(2);
    for (const { request, sign_version } of recordings) {
      const kept = request.headers.filter(([name]) => !/^(x-ops-(?!server)|connection)/i.test(name));
      const toSign = { path: request.target, headers: Object.fromEntries(kept) };
      const answer = await send(installation.port, signed(admin, toSign, sign_version));
      expect(answer.status).toBe(200);
      expect(answer.json).toMatchObject({ total: 1, start: 0, rows: [{ name: 'node1', normal: { role: 'web' } }] });
    }
  });
});

interface Recording {
  readonly sign_version: SigningVersion;
  readonly request: { readonly target: string; readonly headers: [string, string][] };
}
