// `npm run bench -- [--quick] [--json] [--only NAME] [--out FILE]`: builds the services and the benchmark, and measures.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

for (const project of ['.', 'test/bench']) {
  // Standard output is for the result alone.
  const { status } = spawnSync('npx', ['tsc', '-b', project], { cwd: ROOT, stdio: ['ignore', 2, 'inherit'] });
  if (status !== 0) throw new Error(`building ${project} failed`);
}
await import('./dist/bench/main.js');
