import { describe, expect, it } from 'vitest';
import { fieldsOf } from './fields.ts';
import { matches } from './matches.ts';
import { parseQuery } from './parse.ts';
import { selected } from './selection.ts';
import { parseNode } from './stored-node.ts';

const web1 = {
  name: 'web-1',
  chef_environment: 'prod',
  run_list: ['role[base]', 'recipe[nginx]', 'recipe[app::deploy@1.2.0]'],
  default: { tier: 'default', weights: { a: 1, b: 2 } },
  normal: { tags: ['blue', 'out of order'], tier: 'normal' },
  override: { cpu: { total: 12, speed: '2.5' }, weights: { b: 3 } },
  automatic: {
    roles: ['base', 'web'],
    recipes: ['nginx', 'nginx::default'],
    network: { interfaces: { eth0: { addresses: { '10.0.0.1': { family: 'inet' } } } } },
    'odd:name': 'x',
    mac: '00:11:22',
    idle: false,
    nothing: null,
  },
};

function finds(query: string, node: object = web1): boolean {
  const parsed = parseQuery(query);
  if (!parsed.ok) throw new Error(parsed.error);
  return matches(parsed.query, fieldsOf(parseNode(JSON.stringify(node))));
}

describe('a search finds a node by', () => {
  it.each([
    '*:*',
    'name:web-1',
    'name:web*',
    'name:*1',
    'name:w?b-1',
    'name:"web-1"',
    'chef_environment:prod',
    'role:base',
    'roles:web',
    'run_list:role\\[base\\]',
    'run_list:role[base]',
    'recipe:nginx',
    'recipe:nginx\\:\\:default',
    'recipes:nginx::default',
    'recipe:app\\:\\:deploy',
    'recipe:app\\:\\:deploy@1.2.0',
    'tags:blue',
    'tags:"out of order"',
    'tags:out\\ of\\ order',
    'tier:normal',
    'weights_a:1',
    'weights_b:3',
    'cpu_total:12',
    'total:12',
    'network_interfaces_eth0_addresses:10.0.0.1',
    'addresses:10.0.0.1',
    'network_interfaces_*_family:inet',
    'odd\\:name:x',
    'mac:00:11:22',
    'mac:00\\:11\\:22',
    'idle:false',
    'cpu_total:[9 TO 12]',
    'cpu_total:{9 TO *}',
    'cpu_speed:[2 TO 3}',
    'name:[a TO z]',
    'tags:*',
    'blue',
    'tags:(red OR blue)',
    'name:web-1 AND role:base',
    'name:web-1 && role:base',
    'name:none OR role:base',
    'name:none || role:base',
    'NOT name:none',
    '!name:none',
    '-name:none',
    'NOT NOT name:web-1',
    'name:none role:base',
    'name:web-1 -role:none',
    '+role:base name:none',
    'name:none AND name:none OR name:web-1',
    'name:web-1 OR name:none AND name:none',
    '(name:none OR name:web-1) AND (role:base)',
    'name:none OR NOT role:none',
    '  name:web-1  ',
    'name:web-1\nAND\trole:base',
  ])('%s', (query) => expect(finds(query)).toBe(true));
});

describe('a search passes over a node that does not fit', () => {
  it.each([
    'name:web',
    'name:WEB-1',
    'name:eb*',
    'name:web-1?',
    'roles:we',
    'role:none',
    'recipe:app',
    'tier:default',
    'weights_b:2',
    'nothing_at_all:*',
    'cpu_total:[1 TO 9]',
    'cpu_total:{12 TO 20}',
    'cpu_total:[1 TO 12}',
    'name:web-1 AND NOT role:base',
    'name:web-1 NOT role:base',
    'name:web-1 -role:base',
    '+name:none role:base',
    'NOT (name:none OR role:base)',
    'tags:(red OR green)',
    'tags:(blue AND red)',
  ])('%s', (query) => expect(finds(query)).toBe(false));
});

describe('of attributes, a search', () => {
  it('sees the strongest level, and all keys of the objects on every level', () => {
    const levels = ['default', 'normal', 'override', 'automatic'];
    for (const [i, level] of levels.entries()) {
      const node = {
        name: 'n',
        run_list: [],
        ...Object.fromEntries(levels.slice(0, i + 1).map((l) => [l, { at: { who: l, [l]: 1 } }])),
      };
      expect(finds(`at_who:${level}`, node)).toBe(true);
      expect(finds(`at_default:1 AND at_${level}:1`, node)).toBe(true);
    }
  });

  it('is not misled by names that objects have anyway', () => {
    const node = JSON.parse('{"name":"n","normal":{"__proto__":{"x":"1"},"constructor":"c"}}') as object;
    expect(finds('__proto___x:1 AND constructor:c', node)).toBe(true);
    expect(finds('toString:*', node)).toBe(false);
  });

  it('answers with what is at a path, and null where there is nothing', () => {
    const node = parseNode(JSON.stringify(web1));
    const selection = {
      who: ['name'],
      tier: ['tier'],
      cpu: ['cpu', 'total'],
      list: ['run_list'],
      none: ['cpu', 'total', 'x'],
      inherited: ['constructor'],
    };
    expect(selected(node, selection)).toEqual({
      who: 'web-1',
      tier: 'normal',
      cpu: 12,
      list: web1.run_list,
      none: null,
      inherited: null,
    });
  });
});
