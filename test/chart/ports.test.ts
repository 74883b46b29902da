import { Operations } from '@push-jobs/platform';
import { describe, expect, it } from 'vitest';
import { freePorts } from '@push-jobs/local';
import type { Container, Manifest, Probe, Service } from './support/manifest.ts';
import { render, VALUES_FILES } from './support/render.ts';

const SERVICES = ['gateway', 'broker', 'orchestrator', 'output', 'feed'];
/** What a service is told to listen on -> the port that its pod names so. */
const LISTENS = {
  OPERATIONS_PORT: 'operations',
  GRPC_PORT: 'grpc',
  GATEWAY_PORT: 'http',
  FEED_PORT: 'http',
  HEARTBEAT_PORT: 'heartbeat',
  COMMAND_PORT: 'command',
  UNENCRYPTED_COMMAND_PORT: 'plain-command',
};

describe.each(VALUES_FILES)('with %s', (file) => {
  const rendered = render({ file });

  it.each(SERVICES)('%s names exactly the ports that it listens on', (service) => {
    const { env = [], ports = [] } = containerOf(service);
    const told = Object.entries(LISTENS).flatMap(([variable, name]) => {
      const port = env.find((one) => one.name === variable)?.value;
      return port === undefined ? [] : [`${name} ${port}`];
    });
    expect(ports.map(({ name, containerPort }) => `${name} ${containerPort}`).sort()).toEqual(told.sort());
  });

  it('every Service leads to pods that have its ports', () => {
    for (const { metadata, spec } of rendered.all<Service>('Service')) {
      const { 'statefulset.kubernetes.io/pod-name': _, ...selector } = spec.selector;
      const pods = rendered.workloads.filter(({ spec: { template } }) =>
        Object.entries(selector).every(([label, value]) => template.metadata.labels?.[label] === value),
      );
      expect(pods, metadata.name).toHaveLength(1);
      const named = pods[0]?.spec.template.spec.containers[0]?.ports?.map(({ name }) => name);
      expect(named).toEqual(expect.arrayContaining(spec.ports.map(({ targetPort }) => targetPort)));
    }
  });

  it('every address in an environment is that of a Service and one of its ports', () => {
    const addresses = SERVICES.flatMap((service) => containerOf(service).env ?? []).flatMap(({ value = '' }) => {
      const found = /(?:dns:\/\/\/|http:\/\/)(push-jobs-\w+):(\d+)/.exec(value);
      return found === null ? [] : [{ host: found[1], port: Number(found[2]) }];
    });
    expect(addresses.length).toBeGreaterThan(6);
    for (const { host = '', port } of addresses) {
      expect(rendered.one<Service>('Service', host).spec.ports.map((one) => one.port)).toContain(port);
    }
  });

  function containerOf(service: string): Container {
    const [container] = rendered.workload(service).spec.template.spec.containers;
    if (container === undefined) throw new Error(`${service} has no container`);
    return container;
  }
});

describe('the way in', () => {
  it('leads people to services and ports that exist', () => {
    const rendered = render({ file: 'ci/production-values.yaml' });
    const backends = rendered
      .all<Ingress>('Ingress')
      .flatMap(({ spec }) => spec.rules.flatMap(({ http }) => http.paths));
    expect(backends.map(({ backend }) => backend.service.name).toSorted()).toEqual([
      'push-jobs-feed',
      'push-jobs-gateway',
    ]);
    for (const { backend } of backends) {
      const { ports } = rendered.one<Service>('Service', backend.service.name).spec;
      expect(ports.map(({ name }) => name)).toContain(backend.service.port.name);
    }
  });

  it('splits event streams off, and nothing else', () => {
    const { spec } = render({ file: 'ci/evaluation-values.yaml' }).one<HttpRoute>('HTTPRoute', 'push-jobs');
    const [feed, everything] = spec.rules;
    const pattern = new RegExp(`^${feed?.matches[0]?.path.value ?? ''}$`);
    const under = (path: string): boolean => pattern.test(`/organizations/acme/pushy/${path}`);
    expect([under('job_status_feed'), under(`job_status_feed/${'0'.repeat(32)}`)]).toEqual([true, true]);
    expect([under('jobs'), under('job_status_feeds'), under('jobs/job_status_feed/x/y')]).toEqual([
      false,
      false,
      false,
    ]);
    expect([feed?.backendRefs[0]?.name, everything?.backendRefs[0]?.name]).toEqual([
      'push-jobs-feed',
      'push-jobs-gateway',
    ]);
    expect(feed?.timeouts?.request).toBe('0s');
  });

  it('has one address for all nodes, or one for each replica', () => {
    const nodes = (file: string) =>
      render({ file })
        .all<Service>('Service')
        .filter(({ metadata }) => metadata.name.includes('-nodes'));
    expect(nodes('ci/required-values.yaml').map(({ spec }) => spec.type)).toEqual(['LoadBalancer']);
    const own = nodes('ci/production-values.yaml').map(
      ({ spec }) => spec.selector['statefulset.kubernetes.io/pod-name'],
    );
    expect(own).toEqual([0, 1, 2, 3, 4].map((i) => `push-jobs-broker-${i}`));
  });

  it('has the node ports that nodes are told', () => {
    const { spec } = render({ file: 'ci/chef-values.yaml' }).one<Service>('Service', 'push-jobs-nodes');
    expect(spec.ports.map(({ port, nodePort }) => [port, nodePort])).toEqual(
      expect.arrayContaining([
        [31_000, 31_000],
        [31_001, 31_001],
        [31_002, 31_002],
      ]),
    );
  });
});

describe('the probes', () => {
  it('ask what a service answers', async () => {
    const probes = SERVICES.flatMap((service) => {
      const [container] = render().workload(service).spec.template.spec.containers;
      return [container?.startupProbe, container?.livenessProbe, container?.readinessProbe];
    });
    expect(probes).toHaveLength(15);
    const [port = 0] = await freePorts(1);
    const operations = new Operations('chart');
    await operations.listen('127.0.0.1', port);
    try {
      for (const path of new Set(probes.map(pathOf))) {
        expect((await fetch(`http://127.0.0.1:${port}${path}`)).status, path).toBe(200);
      }
    } finally {
      await operations.close();
    }
  });

  it('ask for life and for readiness apart, at the operations port', () => {
    for (const service of SERVICES) {
      const [container] = render().workload(service).spec.template.spec.containers;
      expect([container?.startupProbe, container?.livenessProbe, container?.readinessProbe].map(pathOf)).toEqual([
        '/livez',
        '/livez',
        '/readyz',
      ]);
    }
  });

  function pathOf(probe: Probe | undefined): string {
    expect(probe?.httpGet?.port).toBe('operations');
    return probe?.httpGet?.path ?? 'none';
  }
});

interface Ingress extends Manifest {
  readonly kind: 'Ingress';
  readonly spec: {
    readonly rules: readonly {
      readonly http: {
        readonly paths: readonly {
          readonly backend: { readonly service: { readonly name: string; readonly port: { readonly name: string } } };
        }[];
      };
    }[];
  };
}

interface HttpRoute extends Manifest {
  readonly kind: 'HTTPRoute';
  readonly spec: {
    readonly rules: readonly {
      readonly matches: readonly { readonly path: { readonly value: string } }[];
      readonly timeouts?: { readonly request: string };
      readonly backendRefs: readonly { readonly name: string }[];
    }[];
  };
}
