import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** The oldest Kubernetes that the chart says it runs on, and a current one. */
export const KUBERNETES = ['1.30.14', '1.35.0'] as const;
export type KubernetesVersion = (typeof KUBERNETES)[number];

const SWAGGER = 'api/openapi-spec/swagger.json';
const CRDS = [
  ['github.com/prometheus-operator/prometheus-operator@v0.85.0', 'example/prometheus-operator-crd'],
  ['sigs.k8s.io/gateway-api@v1.4.0', 'config/crd/standard'],
] as const;

/** Where the definitions lie on this machine. */
export interface Definitions {
  /** Kubernetes' own OpenAPI documents. */
  readonly swagger: Readonly<Record<KubernetesVersion, string>>;
  /** Folders of custom resource definitions. */
  readonly crds: readonly string[];
}

/**
 * Kubernetes and its operators publish their definitions in their Go modules; those are fetched once and stay in Go's
 * own cache. Undefined, and a line that says so, where that is not possible.
 */
export function downloadDefinitions(): Definitions | undefined {
  const [oldest, newest] = KUBERNETES.map((version) => download(`k8s.io/kubernetes@v${version}`, SWAGGER));
  const crds = CRDS.flatMap(([module, folder]) => download(module, folder) ?? []);
  if (oldest === undefined || newest === undefined || crds.length < CRDS.length) {
    process.stdout.write('NOT CHECKED: manifests against Kubernetes, because its Go modules could not be fetched\n');
    return undefined;
  }
  return { swagger: { [KUBERNETES[0]]: oldest, [KUBERNETES[1]]: newest }, crds };
}

/** Path of something inside a module. */
function download(module: string, inside: string): string | undefined {
  const go = spawnSync('go', ['mod', 'download', '-json', module], { cwd: tmpdir(), encoding: 'utf8' });
  if (go.status !== 0) return undefined;
  const { Dir } = JSON.parse(go.stdout) as { Dir: string }; // what the command is documented to print
  return path.join(Dir, inside);
}
