import { spawn } from 'node:child_process';
import { once } from 'node:events';
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
export async function runDemoJob(stateDir: string, credentials: string): Promise<boolean> {
  const file = path.join(stateDir, 'greeting.txt');
  writeFileSync(file, 'a file that travelled with the job\n');
  const started = await pushJobs(credentials, [
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
  let complete = started.ok && NODES.every((node) => new RegExp(`^${node} +succeeded`, 'm').test(started.output));
  for (const node of NODES) complete = (await showsVariables(credentials, jobId, node)) && complete;
  return complete;
}

async function showsVariables(credentials: string, jobId: string, node: string): Promise<boolean> {
  const { ok, output } = await pushJobs(credentials, ['job', 'output', jobId, node]);
  return ok && output.includes(`CHEF_PUSH_JOB_ID=${jobId}`) && output.includes('GREETING=hello');
}

/** Shows the command as a person would type it, and what it prints while it prints it. */
async function pushJobs(credentials: string, args: string[]): Promise<{ ok: boolean; output: string }> {
  const shown = args.map((arg) => (/[\s"{}]/.test(arg) ? `'${arg}'` : arg)).join(' ');
  process.stdout.write(`\n$ push-jobs ${shown}\n`);
  const child = spawn(process.execPath, [CLI, '--config', credentials, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    process.stdout.write(text);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { ok: code === 0, output };
}
