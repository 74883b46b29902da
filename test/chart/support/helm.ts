import { execFileSync, spawnSync } from 'node:child_process';
import path from 'node:path';

const MODULE = 'helm.sh/helm/v3/cmd/helm@v3.19.0';

/** An installed helm, or one built by the Go tool chain, which takes minutes and is done once. @throws Error without either */
export function findHelm(): string {
  const go = spawnSync('go', ['env', 'GOPATH'], { encoding: 'utf8' });
  const built = go.status === 0 ? path.join(go.stdout.trim(), 'bin', 'helm') : undefined;
  for (const helm of ['helm', built]) if (helm !== undefined && runs(helm)) return helm;
  if (built === undefined) throw new Error(`chart:test cannot run: neither helm nor Go is installed (${MODULE})`);
  process.stdout.write(`helm is not installed; building ${MODULE}, which takes minutes\n`);
  try {
    execFileSync('nice', ['go', 'install', MODULE], { stdio: 'inherit' });
  } catch (cause) {
    throw new Error(`chart:test cannot run: helm is not installed and could not be built from ${MODULE}`, { cause });
  }
  return built;
}

const runs = (helm: string): boolean => spawnSync(helm, ['version', '--short']).status === 0;
