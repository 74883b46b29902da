import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { CHART, refusal, render } from './support/render.ts';

const VALUES = parse(readFileSync(`${CHART}values.yaml`, 'utf8')) as Record<string, unknown>; // a map, by Helm's rules
const REMOVED = parse(readFileSync(`${CHART}removed.yaml`, 'utf8')) as Record<string, string>;

describe('the schema and the table of values', () => {
  it('are made from values.yaml, and fresh', () => {
    const generator = fileURLToPath(new URL('../../helm/generate.mjs', import.meta.url));
    const check = spawnSync(process.execPath, [generator, '--check'], { encoding: 'utf8' });
    expect(check.status, check.stdout + check.stderr).toBe(0);
  });

  it('explain every value', () => {
    const readme = readFileSync(`${CHART}README.md`, 'utf8');
    expect(leaves(VALUES).filter((path) => !readme.includes(`\`${path}\``))).toEqual([]);
  });
});

describe('a misspelled value', () => {
  it.each(blocks(VALUES))('is refused by its name in block "%s"', (path) => {
    expect(refusal({ values: at(path, { misspelt: true }) })).toContain("'misspelt' not allowed");
  });

  it('is refused where a service takes the keys of `defaults`', () => {
    expect(refusal({ values: { gateway: { replica: 3 } } })).toContain("'replica' not allowed");
    expect(refusal({ values: { gateway: { replicas: 3 } } })).toBe('');
  });
});

describe('a value of the wrong kind', () => {
  it.each([
    ['/feed/autoscaling/maxReplicas', { feed: { autoscaling: { maxReplicas: 'many' } } }],
    ['/broker/service/commandPort', { broker: { service: { commandPort: 70_000 } } }],
    ['/defaults/logLevel', { defaults: { logLevel: 'verbose' } }],
    ['/ingress/annotations/a', { ingress: { annotations: { a: 1 } } }],
    ['/broker/publicHost', { broker: { publicHost: '' } }],
  ])('is refused by its place: %s', (place, values) => {
    expect(refusal({ values })).toContain(place);
  });
});

describe('a removed value', () => {
  it.each(Object.entries(REMOVED))('%s is refused with what to do instead', (path, advice) => {
    const keys = path.split('.');
    const last = keys.pop() ?? '';
    expect(refusal({ values: at(keys.join('.'), { [last]: 'anything' }) })).toContain(`${path} was removed: ${advice}`);
  });
});

describe('what is missing or does not fit together', () => {
  it.each([
    ['postgres.existingSecret is required', { postgres: { existingSecret: '' } }],
    ['redis.existingSecret is required', { redis: { existingSecret: '' } }],
    ['ingress.host is required', { ingress: { enabled: true } }],
    ['httpRoute.parentRefs is required', { httpRoute: { enabled: true } }],
    ['chefServer.url is required', { directory: { kind: 'chef' } }],
    [
      'chefServer.superuserKeySecret is required',
      { directory: { kind: 'chef' }, chefServer: { url: 'https://chef.test' } },
    ],
    ['feed.terminationGracePeriodSeconds must exceed feed.drainSeconds', { feed: { drainSeconds: 50 } }],
    ['feed.maxConnections must exceed feed.maxWatchers', { feed: { maxWatchers: 12_000 } }],
    ['broker.publicHost must hold $(POD_NAME)', { broker: { service: { perReplica: true } } }],
    [
      'cannot be had with NodePort',
      { broker: { publicHost: '$(POD_NAME).test', service: { perReplica: true, type: 'NodePort' } } },
    ],
  ])('is said plainly: %s', (sentence, values) => {
    expect(refusal({ values })).toContain(sentence);
  });
});

describe('a service', () => {
  it("takes its own values over everybody's, zero and empty ones too", () => {
    const rendered = render({
      values: { defaults: { replicas: 3, priorityClassName: 'high' }, feed: { replicas: 0, priorityClassName: '' } },
    });
    expect(rendered.workload('feed').spec.replicas).toBe(0);
    expect(rendered.workload('feed').spec.template.spec).not.toHaveProperty('priorityClassName');
    expect(rendered.workload('output').spec.replicas).toBe(3);
    expect(rendered.workload('output').spec.template.spec).toHaveProperty('priorityClassName', 'high');
  });
});

/** Dotted paths of the maps that have keys of their own; the root is the empty one. */
function blocks(object: Record<string, unknown>, prefix = ''): string[] {
  const inner = Object.entries(object).flatMap(([key, value]) =>
    isBlock(value) && !isFree(prefix + key) ? blocks(value, `${prefix}${key}.`) : [],
  );
  return [prefix.slice(0, -1), ...inner];
}

function leaves(object: Record<string, unknown>, prefix = ''): string[] {
  return Object.entries(object).flatMap(([key, value]) => {
    const path = prefix + key;
    return isBlock(value) && !isFree(path) ? leaves(value, `${path}.`) : [path];
  });
}

const isBlock = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0;

/** Maps whose keys are the user's. */
const isFree = (path: string): boolean =>
  /(annotations|labels|Annotations|Selector|resources|dashboards\.labels)$/.test(path);

function at(path: string, value: object): object {
  return path === '' ? value : path.split('.').reduceRight<object>((inner, key) => ({ [key]: inner }), value);
}
