import { describe, expect, it } from 'vitest';
import { readConfig as readBroker } from '../../apps/broker/src/config.ts';
import { Config as Feed } from '../../apps/feed/src/config.ts';
import { readConfig as readGateway } from '../../apps/gateway/src/config.ts';
import { Config as Orchestrator } from '../../apps/orchestrator/src/config.ts';
import { Config as Output } from '../../apps/output/src/config.ts';
import { environmentOf, fieldNames } from './support/environment.ts';
import { render, VALUES_FILES } from './support/render.ts';

/** The services' own readers of their environment. */
const READERS: Readonly<Record<string, (source: NodeJS.ProcessEnv) => unknown>> = {
  gateway: readGateway,
  broker: readBroker,
  orchestrator: (source) => Orchestrator.from(source),
  output: (source) => Output.from(source),
  feed: (source) => Feed.from(source),
};
const SERVICES = Object.keys(READERS);
/** Read by Node.js itself. */
const OF_NODE = 'NODE_EXTRA_CA_CERTS';
/** The image says it. */
const OF_IMAGE = { LISTEN_HOST: '0.0.0.0' };

describe.each(VALUES_FILES)('with %s', (file) => {
  const rendered = render({ file });

  it.each(SERVICES)('%s accepts its environment, and knows every variable in it', (service) => {
    const { env, own } = given(rendered, service);
    const { names } = read(service, env);
    expect(Object.keys(env).filter((name) => !names.has(name) && !own.includes(name) && name !== OF_NODE)).toEqual([]);
  });
});

describe('over all installations that are tried', () => {
  it.each(SERVICES)('there is a value for everything that %s can be told', (service) => {
    const set = VALUES_FILES.flatMap((file) => Object.keys(given(render({ file }), service).env));
    const { names } = read(service, given(render(), service).env);
    expect([...names].filter((name) => !set.includes(name) && !(name in OF_IMAGE))).toEqual([]);
  });
});

describe('what a value says', () => {
  it('arrives in the service', () => {
    const rendered = render({
      file: 'ci/chef-values.yaml',
      values: { broker: { maxBodySize: 150_000 }, feed: { drainSeconds: 7 }, jobs: { votingTimeoutSeconds: 1.5 } },
    });
    expect(read('broker', given(rendered, 'broker').env).config).toMatchObject({
      MAX_BODY_SIZE: 150_000,
      ADVERTISED_GRPC_ADDRESS: '10.1.2.3:50051',
      heartbeatAddress: 'tcp://nodes.example.com:31000',
      commandAddress: 'tcp://nodes.example.com:31002',
      unencryptedCommandAddress: 'tcp://nodes.example.com:31001',
    });
    expect(read('gateway', given(rendered, 'gateway').env).config).toMatchObject({
      allowUnencryptedNodes: true,
      chefProxy: { host: 'server', maxBodyBytes: 262_144_000 },
    });
    expect(read('orchestrator', given(rendered, 'orchestrator').env).config).toMatchObject({ votingTimeoutMs: 1_500 });
    expect(read('feed', given(rendered, 'feed').env).config).toMatchObject({
      drainMs: 7_000,
      directory: { kind: 'chef' },
    });
  });

  it('gives each replica a name of its own where nodes shall come back to theirs', () => {
    const { env } = given(render({ file: 'ci/production-values.yaml' }), 'broker');
    expect(read('broker', env).config).toMatchObject({
      commandAddress: 'tcp://push-jobs-broker-0.nodes.example.com:10002',
    });
  });
});

describe('traces', () => {
  it('go to the collector that is named, from every service under a name of its own', () => {
    const rendered = render({ file: 'ci/production-values.yaml' });
    for (const service of SERVICES) {
      expect(given(rendered, service).env).toMatchObject({
        OTEL_EXPORTER_OTLP_ENDPOINT: 'http://otel-collector.observability:4318',
        OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20token',
        OTEL_SERVICE_NAME: `push-jobs-${service}`,
        OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
        OTEL_TRACES_SAMPLER_ARG: '0.05',
        OTEL_RESOURCE_ATTRIBUTES: 'k8s.namespace.name=default,deployment.environment.name=production',
      });
    }
  });

  it('may be kept of nobody', () => {
    const tracing = { endpoint: 'http://collector:4318', sampler: 'traceidratio', samplerArg: 0 };
    expect(given(render({ values: { tracing } }), 'gateway').env).toMatchObject({ OTEL_TRACES_SAMPLER_ARG: '0' });
  });

  it('leave no service where no collector is named', () => {
    const rendered = render({ values: { tracing: { headersSecret: 'unused', sampler: 'always_on' } } });
    const names = SERVICES.flatMap((service) => Object.keys(given(rendered, service).env));
    expect(names.filter((name) => name.startsWith('OTEL_'))).toEqual([]);
  });
});

describe('where nothing is said', () => {
  /** Only the chart knows what surrounds the service. */
  const OF_THE_CHART = ['DRAIN_SECONDS', 'PUBLIC_HEARTBEAT_PORT', 'PUBLIC_COMMAND_PORT'];

  it.each(SERVICES)('%s does the same in the chart as by itself', (service) => {
    const { env } = given(render(), service);
    const inChart = JSON.stringify(read(service, env).config);
    for (const name of Object.keys(env).filter((variable) => !OF_THE_CHART.includes(variable))) {
      const { [name]: _, ...without } = env;
      expect(configOf(service, without) ?? inChart, name).toBe(inChart);
    }
  });
});

describe('1.x nodes', () => {
  it('are not let in unless somebody says so, by gateway or broker', () => {
    expect(read('gateway', given(render(), 'gateway').env).config).toMatchObject({ allowUnencryptedNodes: false });
    expect(read('broker', given(render(), 'broker').env).config).toMatchObject({
      unencryptedCommandAddress: undefined,
    });
  });
});

function given(rendered: ReturnType<typeof render>, service: string): { env: Record<string, string>; own: string[] } {
  const { spec } = rendered.workload(service).spec.template;
  const [container] = spec.containers;
  if (container === undefined) throw new Error(`${service} has no container`);
  return { env: environmentOf(container, spec), own: fieldNames(container) };
}

/** As text; undefined where the service cannot do with so little. */
function configOf(service: string, env: Record<string, string>): string | undefined {
  try {
    return JSON.stringify(read(service, env).config);
  } catch {
    return undefined;
  }
}

/** What a service makes of its environment, and the names it looked for. */
function read(service: string, env: Record<string, string>): { config: unknown; names: Set<string> } {
  const names = new Set<string>();
  const watched = new Proxy<NodeJS.ProcessEnv>(
    { ...env, ...OF_IMAGE },
    {
      get(source, name) {
        names.add(String(name));
        return source[String(name)];
      },
    },
  );
  const reader = READERS[service];
  if (reader === undefined) throw new Error(`${service} is no service`);
  return { config: reader(watched), names };
}
