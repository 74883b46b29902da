import { describe, expect, inject, it } from 'vitest';
import { spawnSync } from 'node:child_process';
import { KUBERNETES } from './support/definitions.ts';
import type { Manifest } from './support/manifest.ts';
import { CHART, render, VALUES_FILES } from './support/render.ts';
import { StrictSchemas } from './support/strict-schemas.ts';

const definitions = inject('definitions');

describe.each(VALUES_FILES)('the chart with %s', (file) => {
  it('passes helm lint', () => {
    const lint = spawnSync(
      inject('helm'),
      ['lint', '--strict', '--kube-version', KUBERNETES[0], CHART, '--values', CHART + file],
      { encoding: 'utf8' },
    );
    expect(lint.status, lint.stdout + lint.stderr).toBe(0);
  });

  it('names every object of a kind once, as DNS allows', () => {
    const names = render({ file }).manifests.map(({ kind, metadata }) => `${kind}/${metadata.name}`);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^\w+\/[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/);
  });
});

describe.skipIf(definitions === undefined).each(KUBERNETES)('Kubernetes %s', (kubernetes) => {
  const schemas = definitions && new StrictSchemas(definitions, kubernetes);

  it.each(VALUES_FILES)('knows every object and every field of %s', (file) => {
    const { manifests } = render({ file, kubernetes });
    expect(manifests.length).toBeGreaterThan(20);
    expect(manifests.flatMap((manifest) => schemas?.complaints(manifest))).toEqual([]);
  });

  it('would complain about a misspelled field, a wrong type and a kind it does not know', () => {
    const service = render().all('Service')[0];
    const complaints = (change: object): string[] => schemas?.complaints({ ...service, ...change } as Manifest) ?? []; // wrong on purpose
    expect(complaints({ spec: { selektor: {} } }).join()).toContain('selektor');
    expect(complaints({ spec: { ports: [{ port: 'http' }] } }).join()).toContain('/spec/ports/0/port');
    expect(complaints({ kind: 'Sevice' })).toEqual(['v1 Sevice is not known']);
  });
});
