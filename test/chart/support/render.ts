import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { inject } from 'vitest';
import { parseAllDocuments, stringify } from 'yaml';
import { KUBERNETES } from './definitions.ts';
import type { Manifest, Pod, Workload } from './manifest.ts';

export const CHART = fileURLToPath(new URL('../../../helm/push-jobs/', import.meta.url));

/** One for every installation that the chart is tried with. */
export const VALUES_FILES: readonly string[] = readdirSync(
  new URL('ci/', new URL('../../../helm/push-jobs/', import.meta.url)),
)
  .filter((name) => name.endsWith('-values.yaml'))
  .map((name) => `ci/${name}`);

export interface Rendering {
  /** A file of values, within the chart; what an installation cannot do without, where nothing is said. */
  readonly file?: string;
  /** Values over those of the file. */
  readonly values?: object;
  readonly release?: string;
  readonly kubernetes?: string;
  /** As `helm upgrade` renders it. */
  readonly upgrade?: boolean;
}

const cache = new Map<string, Rendered>();

/** @throws Error with what helm says */
export function render(rendering: Rendering = {}): Rendered {
  const key = JSON.stringify(rendering);
  const known = cache.get(key) ?? renderAnew(rendering);
  cache.set(key, known);
  return known;
}

/** Not as it was rendered before: for what is made at random. @throws Error with what helm says */
export function renderAnew(rendering: Rendering): Rendered {
  const { stdout, stderr, status } = template(rendering);
  if (status !== 0) throw new Error(stderr);
  const documents = parseAllDocuments(stdout).map((document) => document.toJS() as Manifest | null); // checked by manifests.test.ts
  return new Rendered(documents.filter((manifest) => manifest !== null));
}

/** What helm says about values it does not take; empty where it takes them. */
export function refusal(rendering: Rendering): string {
  const { stderr, status } = template(rendering);
  return status === 0 ? '' : stderr;
}

function template({ file = 'ci/required-values.yaml', values = {}, ...rest }: Rendering) {
  const { release = 'push-jobs', kubernetes = KUBERNETES[0], upgrade = false } = rest;
  const args = ['template', release, CHART, '--kube-version', kubernetes, '--values', CHART + file, '--values', '-'];
  return spawnSync(inject('helm'), upgrade ? [...args, '--is-upgrade'] : args, {
    input: stringify(values),
    encoding: 'utf8',
  });
}

export class Rendered {
  constructor(readonly manifests: readonly Manifest[]) {}

  get workloads(): Workload[] {
    return this.manifests.filter((manifest): manifest is Workload =>
      /^(Deployment|StatefulSet|Job)$/.test(manifest.kind),
    );
  }

  /** Everything that becomes a pod: pods, and the templates of workloads. */
  get pods(): Pod[] {
    const templates = this.workloads.map(({ apiVersion, spec: { template }, metadata }): Pod => {
      return { apiVersion, kind: 'Pod', metadata: { ...template.metadata, name: metadata.name }, spec: template.spec };
    });
    return [...templates, ...this.all<Pod>('Pod')];
  }

  all<M extends Manifest>(kind: M['kind']): M[] {
    return this.manifests.filter((manifest): manifest is M => manifest.kind === kind);
  }

  /** @throws Error where there is none */
  one<M extends Manifest>(kind: M['kind'], name: string): M {
    const found = this.all<M>(kind).find(({ metadata }) => metadata.name === name);
    if (found === undefined) throw new Error(`there is no ${kind} ${name}`);
    return found;
  }

  /** A service's Deployment, or StatefulSet. */
  workload(service: string): Workload {
    const found = this.workloads.find(({ metadata }) => metadata.name === `push-jobs-${service}`);
    if (found === undefined) throw new Error(`there is no workload of ${service}`);
    return found;
  }
}
