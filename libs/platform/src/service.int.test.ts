import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { beforeAll, expect, it, onTestFinished } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../../..');

beforeAll(() => {
  execFileSync(path.join(ROOT, 'node_modules/.bin/tsc'), ['-b', 'libs/platform'], { cwd: ROOT, stdio: 'inherit' });
});

it('a process that is told to stop closes its application, and ends although a connection is still being tried', async () => {
  const program = `
    import { Operations, runUntilStopped } from '${path.join(ROOT, 'libs/platform/dist/index.js')}';
    const app = { close: async () => console.log('closed') };
    setInterval(() => undefined, 1_000_000); // keeps the process alive, as a connection does that nobody answers
    const stopped = runUntilStopped(app, new Operations('test'));
    console.log('running');
    await stopped;`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program]);
  onTestFinished(() => void child.kill('SIGKILL'));
  const exit = once(child, 'exit');
  const lines: string[] = [];
  for await (const chunk of child.stdout.setEncoding('utf8')) {
    lines.push(...String(chunk).trim().split('\n'));
    if (lines.at(-1) === 'running') child.kill('SIGTERM');
  }
  expect(await exit).toEqual([0, null]);
  expect(lines).toEqual(['running', 'closed']);
});
