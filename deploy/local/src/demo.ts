import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { NODES } from './identity.ts';

const CLI = fileURLToPath(new URL('../../../apps/cli/dist/main.js', import.meta.url));

/** Somebody else than root where we may choose: shows that the command runs as the user asked for. */
const demoUser = (): string => (process.getuid?.() === 0 ? 'daemon' : userInfo().username);

/**
 * Runs the announcement's own example on three nodes with our command line, and shows feed and output.
 * @returns whether the job succeeded on all nodes and every output could be read
 */
export function runDemoJob(stateDir: string, credentials: string): boolean {
  const file = path.join(stateDir, 'greeting.txt');
  writeFileSync(file, 'a file that travelled with the job\n');
  const started = pushJobs(credentials, [
    ...['job', 'start', 'print_execution_environment', ...NODES],
    ...[
      '--capture',
      '--file',
      file,
      '--with-env',
      '{"GREETING": "hello"}',
      '--in-dir',
      '/tmp',
      '--as-user',
      demoUser(),
    ],
  ]);
  const jobId = /\b[0-9a-f]{32}\b/.exec(started.output)?.[0];
  if (jobId === undefined) return false;
  const read = NODES.map((node) => showOutput(credentials, jobId, node));
  return started.ok && read.every(Boolean);
}

function showOutput(credentials: string, jobId: string, node: string): boolean {
  process.stdout.write(`\n--- stdout of ${node}\n`);
  const { ok, output } = pushJobs(credentials, ['job', 'output', jobId, node]);
  return ok && output.includes('CHEF_PUSH_JOB_ID') && output.includes('GREETING=hello');
}

/** Shows the command as a person would type it, and what it prints. */
function pushJobs(credentials: string, args: string[]): { ok: boolean; output: string } {
  const shown = args.map((arg) => (/[\s"{}]/.test(arg) ? `'${arg}'` : arg)).join(' ');
  process.stdout.write(`\n$ push-jobs ${shown}\n`);
  const { status, stdout } = spawnSync(process.execPath, [CLI, '--config', credentials, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  });
  process.stdout.write(stdout);
  return { ok: status === 0, output: stdout };
}
