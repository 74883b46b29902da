import { describe, expect, it } from 'vitest';
import type { Manifest } from './support/manifest.ts';
import { render } from './support/render.ts';

const SERVICES = ['gateway', 'broker', 'orchestrator', 'output', 'feed'];

interface Budget extends Manifest {
  readonly kind: 'PodDisruptionBudget';
  readonly spec: {
    readonly maxUnavailable: number;
    readonly selector: { readonly matchLabels: Readonly<Record<string, string>> };
  };
}

interface Autoscaler extends Manifest {
  readonly kind: 'HorizontalPodAutoscaler';
  readonly spec: {
    readonly scaleTargetRef: { readonly kind: string; readonly name: string };
    readonly metrics: readonly {
      readonly pods?: {
        readonly metric: { readonly name: string };
        readonly target: { readonly averageValue: string };
      };
      readonly resource?: { readonly name: string };
    }[];
  };
}

describe('a rollout', () => {
  it.each(['gateway', 'orchestrator', 'output', 'feed'])(
    'of %s takes no pod away before its successor is ready',
    (service) => {
      expect(render().workload(service).spec.strategy?.rollingUpdate).toEqual({ maxSurge: 1, maxUnavailable: 0 });
    },
  );

  it('of brokers starts and stops them side by side, under stable names', () => {
    expect(render().workload('broker')).toMatchObject({
      kind: 'StatefulSet',
      spec: { podManagementPolicy: 'Parallel' },
    });
  });

  it.each(['gateway', 'broker', 'feed'])('leaves a pod of %s serving until balancers know that it goes', (service) => {
    const { spec } = render().workload(service).spec.template;
    const pause = spec.containers[0]?.lifecycle?.preStop.sleep.seconds ?? 0;
    expect(pause).toBeGreaterThan(0);
    expect(spec.terminationGracePeriodSeconds).toBeGreaterThan(pause + 10);
  });

  it('gives a feed time to send its watchers away, one after another', () => {
    for (const file of ['ci/required-values.yaml', 'ci/production-values.yaml']) {
      const { spec } = render({ file }).workload('feed').spec.template;
      const [container] = spec.containers;
      const drain = Number(container?.env?.find(({ name }) => name === 'DRAIN_SECONDS')?.value);
      const pause = container?.lifecycle?.preStop.sleep.seconds ?? 0;
      expect(spec.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(drain + pause + 10);
    }
  });
});

describe('pods of one service', () => {
  it.each(SERVICES)('%s: are evicted one at a time', (service) => {
    const rendered = render();
    const { spec } = rendered.one<Budget>('PodDisruptionBudget', `push-jobs-${service}`);
    expect(spec.maxUnavailable).toBe(1);
    expect(spec.selector.matchLabels).toEqual(rendered.workload(service).spec.selector?.matchLabels);
  });

  it.each(SERVICES)('%s: are spread over hosts and zones', (service) => {
    const { spec } = render({ file: 'ci/production-values.yaml' }).workload(service).spec.template;
    const constraint = { maxSkew: 1, whenUnsatisfiable: 'DoNotSchedule' };
    expect(spec).toHaveProperty('topologySpreadConstraints', [
      expect.objectContaining({ ...constraint, topologyKey: 'kubernetes.io/hostname' }),
      expect.objectContaining({ ...constraint, topologyKey: 'topology.kubernetes.io/zone' }),
    ]);
  });
});

describe('the autoscaler of feeds', () => {
  it('counts watchers and memory, and has the say on how many pods there are', () => {
    const rendered = render({ file: 'ci/production-values.yaml' });
    const { spec } = rendered.one<Autoscaler>('HorizontalPodAutoscaler', 'push-jobs-feed');
    expect(spec.scaleTargetRef).toMatchObject({ kind: 'Deployment', name: 'push-jobs-feed' });
    const [watchers, memory] = spec.metrics;
    expect(watchers?.pods).toEqual({
      metric: { name: 'push_jobs_feed_watchers' },
      target: { type: 'AverageValue', averageValue: '2000' },
    });
    expect(memory?.resource?.name).toBe('memory');
    expect(rendered.workload('feed').spec).not.toHaveProperty('replicas');
  });

  it('is off unless somebody says so', () => {
    expect(render().all('HorizontalPodAutoscaler')).toEqual([]);
    expect(render().workload('feed').spec.replicas).toBe(2);
  });
});

describe('migrations', () => {
  it('run before the services of a new version, also in an upgrade', () => {
    const { metadata, spec } = render().workload('migrate');
    expect(metadata.annotations).toMatchObject({ 'helm.sh/hook': 'pre-install,pre-upgrade' });
    expect(spec.template.spec.containers[0]?.args).toEqual(['dist/admin.js', 'migrate']);
  });

  it('are left to the orchestrator where Postgres comes with the installation', () => {
    const rendered = render({ file: 'ci/evaluation-values.yaml' });
    expect(rendered.all('Job')).toEqual([]);
    const env = rendered.workload('orchestrator').spec.template.spec.containers[0]?.env;
    expect(env).toContainEqual({ name: 'DB_MIGRATE', value: 'true' });
  });
});
