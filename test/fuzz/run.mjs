// `npm run fuzz -- [--seed N] [--requests N] [--frames N]`: builds the services and sends them nonsense for some minutes.
// The seed is printed; the same seed makes up the same input.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const number = { type: 'string' };
const { values } = parseArgs({ options: { seed: number, requests: number, frames: number } });
const settings = { FUZZ_SEED: values.seed, FUZZ_REQUESTS: values.requests, FUZZ_FRAMES: values.frames };
const given = Object.entries(settings).filter(([, value]) => value !== undefined);

process.chdir(fileURLToPath(new URL('../..', import.meta.url)));
const built = run('tsc', '-b');
process.exitCode = built === 0 ? run('vitest', 'run', '--config', 'test/fuzz/vitest.config.ts') : built;

function run(...command) {
  return (
    spawnSync('npx', command, { stdio: 'inherit', env: { ...process.env, ...Object.fromEntries(given) } }).status ?? 1
  );
}
