import { eventually } from '@push-jobs/local';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Principal } from './support-http/principal.ts';
import { ScriptedNode } from './support-http/scripted-node.ts';
import { Tenant } from './support-http/tenant.ts';

const NODES = ['s3-states-1', 's3-states-2'] as const;

let tenant: Tenant;
let ada: Principal;
beforeAll(async () => {
  tenant = await Tenant.create('s3-states', { users: ['ada'], clients: NODES, groups: { admins: { users: ['ada'] } } });
  ada = tenant.as('ada');
});

const byName = (states: unknown) =>
  (states as { node_name: string }[]).toSorted((a, b) => a.node_name.localeCompare(b.node_name)); // expected below
const list = async () => byName((await ada.get(tenant.path('node_states'))).json);
const state = (node: string) => ada.get(tenant.path(`node_states/${node}`));

describe('3 GET /pushy/node_states', () => {
  it('3.22 is an empty array where no node was ever seen', async () => {
    const empty = await Tenant.create('s3-no-states', { users: ['ada'] });
    const { status, json } = await empty.as('ada').get(empty.path('node_states'));
    expect([status, json]).toEqual([200, []]);
  });

  it('3.22 lists the nodes that are heartbeating, and no others', async () => {
    await using _one = await ScriptedNode.available(tenant, NODES[0]);
    const two = await ScriptedNode.available(tenant, NODES[1]);
    const available = (node_name: string) => ({ node_name, availability: 'available' });
    expect(await list()).toEqual(NODES.map(available));
    await two[Symbol.asyncDispose]();
    await eventually('a silent node is off the list', async () => (await list()).length === 1);
    expect(await list()).toEqual([available(NODES[0])]);
  });

  it('3.23 tells of one node whether it is online and available', async () => {
    await using node = await ScriptedNode.available(tenant, NODES[0]);
    const { status, json } = await state(NODES[0]);
    expect(status).toBe(200);
    expect(json).toEqual({ node_name: NODES[0], status: 'online', availability: 'available' });

    await node.falls();
    const inRehab = await eventually('the node is in rehab', async () => {
      const { json: now } = await state(NODES[0]);
      return JSON.stringify(now).includes('unavailable') ? now : undefined;
    });
    expect(inRehab).toEqual({ node_name: NODES[0], status: 'online', availability: 'unavailable' });
    expect(await list()).toContainEqual({ node_name: NODES[0], availability: 'unavailable' });
  });

  it('3.23 tells of a node that fell silent that it is offline', async () => {
    const node = await ScriptedNode.available(tenant, NODES[1]);
    await node[Symbol.asyncDispose]();
    const silent = await eventually('the node is offline', async () => {
      const { json } = await state(NODES[1]);
      return JSON.stringify(json).includes('offline') ? json : undefined;
    });
    expect(silent).toEqual({ node_name: NODES[1], status: 'offline', availability: 'unavailable' });
  });

  it.each(['never-seen', 'with space', 'a/b', 'ü', '.', '..'])(
    '3.24 a node never seen is offline: %s',
    async (node) => {
      const encoded = encodeURIComponent(node).replaceAll('.', '%2E');
      const { status, json } = await state(encoded);
      expect(status).toBe(200);
      expect(json).toEqual({ node_name: node, status: 'offline', availability: 'unavailable' });
    },
  );
});
