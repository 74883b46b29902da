// Runs on a machine with only Node and npm: installs and builds what is missing, then hands over to the real command.
// Therefore it imports nothing but Node's own modules.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const [major, minor] = process.versions.node.split('.').map(Number);
const [command, ...args] = process.argv.slice(2);

process.chdir(ROOT);
process.env.NX_DAEMON = 'false';

if (major < 20 || (major === 20 && minor < 19)) fail(`Push Jobs needs Node 20.19 or newer; this is ${process.version}`);
if (needsInstall()) step('installing packages', 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);

switch (command) {
  case 'start':
  case 'demo':
    build();
    process.argv.splice(2, Infinity, command, ...args);
    await import('./dist/main.js');
    break;
  case 'test':
    build();
    // `--project conformance-2` repeats the conformance suite with two replicas of everything: asked for by name only.
    run('npx', ['vitest', 'run', ...(args.length > 0 ? args : ['--project=!conformance-2'])]);
    break;
  case 'check':
    await import('./check.mjs');
    break;
  default:
    fail(`unknown command ${command}`);
}

function needsInstall() {
  const installed = 'node_modules/.package-lock.json';
  return !existsSync(installed) || statSync(installed).mtimeMs < statSync('package-lock.json').mtimeMs;
}

function build() {
  step('building', 'npx', ['tsc', '-b']);
}

function step(title, program, programArgs) {
  process.stdout.write(`${title}\n`);
  const { status } = spawnSync(program, programArgs, { stdio: 'inherit' });
  if (status !== 0) fail(`${title} failed`);
}

function run(program, programArgs) {
  const { status } = spawnSync(program, programArgs, { stdio: 'inherit' });
  process.exitCode = status ?? 1;
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
