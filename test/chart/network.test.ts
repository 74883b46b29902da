import { describe, expect, it } from 'vitest';
import type { NetworkPolicy, Peer, PolicyPort } from './support/manifest.ts';
import { render, type Rendered, VALUES_FILES } from './support/render.ts';

/** The picture of the architecture: who talks to whom, and at which port. */
const PICTURE = [
  'anybody -> gateway:10003',
  'anybody -> feed:10004',
  'anybody -> broker:10000',
  'anybody -> broker:10002',
  'gateway -> orchestrator:50051',
  'gateway -> broker:50051',
  'gateway -> output:50051',
  'gateway -> feed:10004',
  'broker -> orchestrator:50051',
  'orchestrator -> broker:50051',
  'orchestrator -> output:50051',
  'feed -> orchestrator:50051',
];
const ASKS_POSTGRES = ['broker', 'orchestrator', 'output', 'feed'];
const ASKS_REDIS = ['broker', 'orchestrator', 'feed'];
const SERVICES = ['gateway', 'broker', 'orchestrator', 'output', 'feed'];
const METRICS = SERVICES.map((service) => `the cluster -> ${service}:9090`);
const CANARY = ['canary -> gateway:10003', 'canary -> broker:10000', 'canary -> broker:10002'];

/** Leaving, an arrow into the open has no receiver here. */
const outside = (sources: readonly string[], port: number): string[] =>
  sources.map((source) => `${source} -> anybody:${port}`);

describe('the network policies', () => {
  const rendered = render();
  const { incoming, outgoing } = arrows(rendered);

  it('let in exactly the arrows of the picture, metrics, and the test', () => {
    expect(incoming.toSorted()).toEqual([...PICTURE, ...METRICS, ...CANARY].toSorted());
  });

  it('let out exactly the arrows of the picture, to Postgres and Redis, and the test', () => {
    const within = [...PICTURE, ...CANARY].filter((arrow) => !arrow.startsWith('anybody'));
    const backends = [...outside([...ASKS_POSTGRES, 'migrate', 'canary'], 5432), ...outside(ASKS_REDIS, 6379)];
    const nodes = [...outside(['canary'], 10000), ...outside(['canary'], 10002)];
    expect(outgoing.toSorted()).toEqual([...within, ...backends, ...nodes].toSorted());
  });

  it('let every pod resolve names, and none do anything that no policy names', () => {
    for (const { spec } of policies(rendered)) {
      expect(spec.policyTypes).toEqual(['Ingress', 'Egress']);
      if (spec.podSelector.matchLabels['app.kubernetes.io/component'] === undefined) {
        expect([spec.ingress, spec.egress]).toEqual([undefined, undefined]);
      } else {
        const dns = spec.egress?.filter(({ ports }) => ports.some(isDns));
        expect(dns?.map(({ ports }) => ports.map(({ protocol }) => protocol))).toEqual([['UDP', 'TCP']]);
      }
    }
  });
});

describe.each(VALUES_FILES)('with %s', (file) => {
  const rendered = render({ file });

  it('the policies select every pod: all by the one that allows nothing, each by one of its own', () => {
    for (const { metadata } of rendered.pods) {
      const selecting = policies(rendered).filter(({ spec }) =>
        Object.entries(spec.podSelector.matchLabels).every(([label, value]) => metadata.labels?.[label] === value),
      );
      expect(selecting).toHaveLength(2);
    }
  });

  it('nobody is let in at a port that nobody listens on', () => {
    for (const { spec } of policies(rendered)) {
      const component = spec.podSelector.matchLabels['app.kubernetes.io/component'];
      const pod = rendered.pods.find(({ metadata }) => metadata.labels?.['app.kubernetes.io/component'] === component);
      const listening = pod?.spec.containers.flatMap(({ ports = [] }) =>
        ports.map(({ containerPort }) => containerPort),
      );
      const letIn = (spec.ingress ?? []).flatMap(({ ports }) => ports.map(({ port }) => port));
      expect(letIn.filter((port) => !listening?.includes(port))).toEqual([]);
    }
  });

  it('what one pod may send, another may receive, and the other way round', () => {
    const { incoming, outgoing } = arrows(rendered);
    const components = policies(rendered).map(
      ({ spec }) => spec.podSelector.matchLabels['app.kubernetes.io/component'] ?? '',
    );
    const between = (all: string[]) => all.filter((arrow) => ends(arrow).every((end) => components.includes(end)));
    expect(between(incoming).toSorted()).toEqual(between(outgoing).toSorted());
  });
});

describe('what lies outside', () => {
  it('is narrowed down by values', () => {
    const { incoming, outgoing } = arrows(render({ file: 'ci/production-values.yaml' }));
    expect(incoming).toEqual(
      expect.arrayContaining([
        '10.0.0.0/8 -> broker:10002',
        'ingress-nginx -> feed:10004',
        'monitoring -> output:9090',
      ]),
    );
    expect(outgoing).toEqual(expect.arrayContaining(['output -> 10.1.0.0/24:6432', 'feed -> 10.1.1.0/24:6380']));
    expect(incoming.filter((arrow) => arrow.startsWith('anybody'))).toEqual([]);
  });

  it('has a Chef Infra Server where there is one, and a port for 1.x nodes where they are let in', () => {
    const { incoming, outgoing } = arrows(render({ file: 'ci/chef-values.yaml' }));
    const chef = outgoing.filter((arrow) => arrow.endsWith('10.2.0.7/32:8443'));
    expect(chef).toEqual(['gateway -> 10.2.0.7/32:8443', 'feed -> 10.2.0.7/32:8443']);
    expect(incoming).toContain('anybody -> broker:10001');
  });

  it('has Sentinels where Redis is behind some', () => {
    const { outgoing } = arrows(render({ values: { redis: { sentinelPort: 26_379 } } }));
    expect(outgoing.filter((arrow) => arrow.endsWith(':26379'))).toEqual(outside(ASKS_REDIS, 26_379));
  });

  it('has a collector of traces where one is named', () => {
    const { outgoing } = arrows(render({ values: { tracing: { endpoint: 'https://traces.test' } } }));
    expect(outgoing.filter((arrow) => arrow.endsWith(':443')).toSorted()).toEqual(outside(SERVICES, 443).toSorted());
    const narrowed = arrows(render({ file: 'ci/production-values.yaml' })).outgoing;
    expect(narrowed.filter((arrow) => arrow.endsWith(':4318'))).toHaveLength(SERVICES.length);
    expect(narrowed).toContain('gateway -> observability:4318');
  });

  it('is not asked for databases that are within', () => {
    const { outgoing } = arrows(render({ file: 'ci/evaluation-values.yaml' }));
    const asking = (backend: string) =>
      outgoing.flatMap((arrow) => (arrow.includes(`-> ${backend}:`) ? [arrow.split(' ', 1)[0]] : []));
    expect(asking('postgres').toSorted()).toEqual([...ASKS_POSTGRES, 'canary'].toSorted());
    expect(asking('redis').toSorted()).toEqual(ASKS_REDIS.toSorted());
  });

  it('is everybody where policies are switched off', () => {
    expect(policies(render({ values: { networkPolicy: { enabled: false } } }))).toEqual([]);
  });
});

/** `a -> b:1` without the port. */
const ends = (arrow: string): string[] => arrow.replace(/:\d+$/, '').split(' -> ');
const policies = (rendered: Rendered): NetworkPolicy[] => rendered.all<NetworkPolicy>('NetworkPolicy');
const isDns = ({ port }: PolicyPort): boolean => port === 53;

function arrows(rendered: Rendered): { incoming: string[]; outgoing: string[] } {
  const incoming: string[] = [];
  const outgoing: string[] = [];
  for (const { spec } of policies(rendered)) {
    const self = spec.podSelector.matchLabels['app.kubernetes.io/component'];
    for (const { from, ports } of spec.ingress ?? []) {
      for (const { port } of ports) incoming.push(...names(from).map((other) => `${other} -> ${self}:${port}`));
    }
    for (const { to, ports } of spec.egress ?? []) {
      for (const { port } of ports.filter((one) => !isDns(one)))
        outgoing.push(...names(to).map((other) => `${self} -> ${other}:${port}`));
    }
  }
  return { incoming, outgoing };
}

const names = (peers: readonly Peer[] | undefined): string[] => peers?.map(nameOf) ?? ['anybody'];

function nameOf({ podSelector, namespaceSelector, ipBlock }: Peer): string {
  if (podSelector !== undefined) return podSelector.matchLabels['app.kubernetes.io/component'] ?? 'anybody';
  if (ipBlock !== undefined) return ipBlock.cidr;
  return /"kubernetes.io\/metadata.name":"([\w-]+)"/.exec(JSON.stringify(namespaceSelector))?.[1] ?? 'the cluster';
}
