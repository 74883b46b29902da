// `npm run chaos -- [--minutes M] [--seed S] [--plant BUG]`: builds the services, then breaks everything around them.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('../..', import.meta.url)));
const built = run('npx', 'tsc', '-b');
const typescript = ['--enable-source-maps', '--import', './test/chaos/typescript.mjs'];
process.exitCode =
  built === 0 ? run(process.execPath, ...typescript, 'test/chaos/main.ts', ...process.argv.slice(2)) : built;

function run(program, ...args) {
  return spawnSync(program, args, { stdio: 'inherit' }).status ?? 1;
}
