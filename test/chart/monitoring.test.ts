import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Manifest } from './support/manifest.ts';
import { registeredSeries } from './support/metrics.ts';
import { CHART, render } from './support/render.ts';

interface Alert {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly runbook_url?: string };
}
interface Rules {
  readonly groups: readonly { readonly rules: readonly Alert[] }[];
}
interface Dashboard {
  readonly uid: string;
  readonly panels: readonly { readonly title: string; readonly targets?: readonly { readonly expr: string }[] }[];
}
interface RuleObject extends Manifest {
  readonly kind: 'PrometheusRule';
  readonly spec: Rules;
}
interface ConfigMap extends Manifest {
  readonly kind: 'ConfigMap';
  readonly data: Readonly<Record<string, string>>;
}

const RUNBOOKS = fileURLToPath(new URL('../../deploy/runbooks/', import.meta.url));
const alerts = alertsOf(parse(readFileSync(`${CHART}alerts.yaml`, 'utf8')) as Rules); // written by hand, read by Prometheus
const dashboards = readdirSync(`${CHART}dashboards`).map((name) => {
  return [name, JSON.parse(readFileSync(`${CHART}dashboards/${name}`, 'utf8')) as Dashboard] as const; // as Grafana exports them
});
const expressions = [
  ...alerts.map(({ alert, expr }) => [`alert ${alert}`, expr] as const),
  ...dashboards.flatMap(([, { panels }]) =>
    panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => [`panel ${title}`, expr] as const)),
  ),
];

describe('every metric', () => {
  const series = registeredSeries();

  it.each(expressions)('of %s is one that a service shows, with those labels', (_, expression) => {
    const selectors = [...expression.matchAll(/\b([a-z]+(?:_[a-z0-9]+)+)(?:\{([^}]*)\})?(?=[[\s)]|$)/g)].filter(
      ([, name = '']) => !FUNCTIONS.has(name),
    );
    expect(selectors.length).toBeGreaterThan(0);
    const used = selectors.map(([, name = '', matchers = '']) => {
      const labels = series.get(name);
      expect(labels, `${name} is not registered`).toBeDefined();
      for (const [, label = ''] of matchers.matchAll(/(\w+)\s*(?:=|!=|=~|!~)\s*"/g))
        expect(labels, `${name}{${label}}`).toContain(label);
      return labels ?? new Set<string>();
    });
    for (const [, by = ''] of expression.matchAll(/by \(([^)]*)\)/g)) {
      for (const label of by.split(','))
        expect(
          used.some((labels) => labels.has(label.trim())),
          `by (${label})`,
        ).toBe(true);
    }
  });
});

describe('the runbooks', () => {
  it('are one for each alert, and none for anything else', () => {
    expect(readdirSync(RUNBOOKS).toSorted()).toEqual(alerts.map(({ alert }) => `${alert}.md`).toSorted());
  });

  it.each(alerts)('$alert says what it means, where to look and what to do', ({ alert, labels, annotations }) => {
    const text = readFileSync(`${RUNBOOKS}${alert}.md`, 'utf8');
    for (const heading of [`# ${alert}`, '## Look at', '## Do']) expect(text).toContain(heading);
    expect(labels.severity).toMatch(/^(warning|critical)$/);
    expect(annotations.summary).not.toBe('');
  });

  it('speak of documents and alerts that exist', () => {
    for (const name of readdirSync(RUNBOOKS)) {
      const text = readFileSync(RUNBOOKS + name, 'utf8');
      for (const [alert] of text.matchAll(/PushJobs\w+/g)) expect(alerts.map((one) => one.alert)).toContain(alert);
      for (const [document] of text.matchAll(/docs\/[\w-]+\.md/g)) {
        expect(existsSync(fileURLToPath(new URL(`../../${document}`, import.meta.url))), document).toBe(true);
      }
    }
  });
});

describe('the chart', () => {
  const rendered = render({ file: 'ci/production-values.yaml' });

  it('installs the alerts as they are, each with the address of its runbook', () => {
    const { metadata, spec } = rendered.one<RuleObject>('PrometheusRule', 'push-jobs');
    expect(metadata.labels).toMatchObject({ release: 'prometheus' });
    const linked = alerts.map((alert) => {
      const runbook_url = `https://runbooks.example.com/push-jobs/${alert.alert}.md`;
      return { ...alert, annotations: { ...alert.annotations, runbook_url } };
    });
    expect(alertsOf(spec)).toEqual(linked);
  });

  it('installs the dashboards as they are', () => {
    const maps = rendered
      .all<ConfigMap>('ConfigMap')
      .filter(({ metadata }) => metadata.labels?.['grafana_dashboard'] === '1');
    const installed = maps.flatMap(({ data }) =>
      Object.entries(data).map(([name, text]) => [name, JSON.parse(text) as Dashboard]),
    );
    expect(installed).toEqual(dashboards);
  });

  it('has Prometheus read the operations port of every service', () => {
    const monitor = rendered.one('PodMonitor', 'push-jobs');
    expect(monitor).toHaveProperty('spec.podMetricsEndpoints', [
      expect.objectContaining({ port: 'operations', path: '/metrics' }),
    ]);
  });

  it('brings none of it where nobody asks', () => {
    expect(render().manifests.filter(({ apiVersion }) => apiVersion.startsWith('monitoring.'))).toEqual([]);
  });
});

function alertsOf({ groups }: Rules): Alert[] {
  return groups.flatMap(({ rules }) => rules);
}

/** Words of PromQL that look like metrics. */
const FUNCTIONS = new Set(['histogram_quantile']);
