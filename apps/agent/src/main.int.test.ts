import { execFileSync, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const dir = mkdtempSync(path.join(tmpdir(), 'push-jobs-agent-main-'));
const config = path.join(dir, 'agent.toml');

beforeAll(() => {
  execFileSync(path.join(ROOT, 'node_modules/.bin/tsc'), ['-b', 'apps/agent'], { cwd: ROOT, stdio: 'inherit' });
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  writeFileSync(path.join(dir, 'client.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
  // Nothing listens on port 9 of this machine.
  const server = 'chef_server_url = "http://127.0.0.1:9/organizations/acme"';
  writeFileSync(config, `${server}\nnode_name = "web-1"\nclient_key = "client.pem"\n`);
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function start(...args: string[]) {
  const child = spawn(process.execPath, [path.join(ROOT, 'apps/agent/dist/main.js'), ...args]);
  const exit = once(child, 'exit').then(([code]: unknown[]) => code);
  return { child, exit, stderr: text(child.stderr) };
}

describe('push-jobs-agent', () => {
  it('goes on asking while the server is away, in lines of JSON, and stops when it is told to', async () => {
    const { child, exit } = start('--config', config);
    const lines: Record<string, unknown>[] = [];
    for await (const chunk of child.stdout.setEncoding('utf8')) {
      for (const line of String(chunk).trim().split('\n')) lines.push(JSON.parse(line) as Record<string, unknown>);
      if (lines.at(-1)?.['msg'] === 'no configuration yet') child.kill('SIGTERM');
    }
    expect(await exit).toBe(0);
    expect(lines.map(({ msg }) => msg)).toEqual(['agent started', 'no configuration yet', 'agent stopped']);
    expect(lines[1]).toHaveProperty('node', 'web-1');
    expect(lines[1]?.['reason']).toContain('cannot reach http://127.0.0.1:9');
  });

  it('says in one line what is wrong with its configuration', async () => {
    const broken = path.join(dir, 'broken.toml');
    writeFileSync(broken, 'node_name = 1');
    const { exit, stderr } = start('--config', broken, '--check');
    expect(await exit).toBe(1);
    expect(await stderr).toContain(`${broken}: node_name: give the name this node has on the server\n`);
  });

  it('says what works when asked to check', async () => {
    const { child, exit } = start('--config', config, '--check');
    const out = await text(child.stdout);
    expect(await exit).toBe(1);
    expect(out).toMatch(/^ok +configuration +node web-1 of organization acme\n.*\nFAILED +server +cannot reach/);
  });
});
