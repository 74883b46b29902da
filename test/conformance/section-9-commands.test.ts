import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { JobStory } from './support-nodes/job-story.ts';
import { OwnAgent } from './support-nodes/own-agent.ts';
import { ADMINISTERED } from './support-nodes/presence.ts';
import { Tenant } from './support-http/tenant.ts';

const WHITELIST = {
  env: 'env',
  where: 'pwd; id -un',
  cat: 'cat "$CHEF_PUSH_JOB_FILE"; echo " $CHEF_PUSH_JOB_FILE"',
  both: 'echo out; echo err >&2; exit 3',
  quiet: 'true',
  fits: "printf '%60000s' x",
  long: "printf '%63001s' x",
  bytes: "printf 'a\\377b'",
};

let tenant: Tenant;
let agent: OwnAgent;
let strict: OwnAgent;
beforeAll(async () => {
  tenant = await Tenant.create('section-9-commands', { ...ADMINISTERED, clients: ['agent', 'strict', 'short'] });
  [agent, strict] = await Promise.all([
    startAfterYesterday(),
    OwnAgent.available(tenant, 'strict', { whitelist: WHITELIST, allowed_overwritable_env_vars: ['LANG'] }),
  ]);
});
afterAll(() => Promise.all([agent[Symbol.asyncDispose](), strict[Symbol.asyncDispose]()]));

/** In its folder are a file of a job of the day before yesterday, and one of today. */
async function startAfterYesterday(): Promise<OwnAgent> {
  const started = new OwnAgent(tenant, 'agent', { whitelist: WHITELIST });
  mkdirSync(started.fileDir);
  const longAgo = Date.now() / 1000 - 25 * 3600;
  for (const name of ['pushy_file_old', 'pushy_file_new', 'something else']) {
    writeFileSync(path.join(started.fileDir, name), 'a file');
    if (name !== 'pushy_file_new') utimesSync(path.join(started.fileDir, name), longAgo, longAgo);
  }
  await started.start();
  return started;
}

interface Ran {
  readonly id: string;
  readonly nodes: Readonly<Record<string, readonly string[]>>;
  readonly stdout: string | undefined;
  readonly stderr: string | undefined;
}

/** Runs a command on an agent. Output that was not stored is undefined. */
async function run(on: OwnAgent, command: string, job: Record<string, unknown> = {}): Promise<Ran> {
  using story = await JobStory.begins(tenant, [on.name], { command, capture_output: true, ...job });
  await story.toEnd();
  const [stdout, stderr] = await Promise.all(
    (['stdout', 'stderr'] as const).map(async (channel) => {
      const { status, body } = await story.output(on, channel);
      return status === 200 ? body.toString() : undefined;
    }),
  );
  return { id: story.id, nodes: (await story.job()).nodes, stdout, stderr };
}

async function variables(
  on: OwnAgent,
  job: Record<string, unknown> = {},
): Promise<Record<string, string> & { id: string }> {
  const { id, stdout = '' } = await run(on, 'env', job);
  const lines = stdout.trimEnd().split('\n');
  const pairs = lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]);
  return { ...(Object.fromEntries(pairs) as Record<string, string>), id }; // two texts in each pair
}

describe('9 a command sees', () => {
  it('9.8 the job and the node, and no file where none was sent', async () => {
    const { id, ...env } = await variables(agent);
    expect(env).toMatchObject({ CHEF_PUSH_JOB_ID: id, CHEF_PUSH_NODE_NAME: 'agent' });
    expect(env).not.toHaveProperty('CHEF_PUSH_JOB_FILE');
  });

  it('9.8 the environment of the job, which cannot pretend to be another job', async () => {
    const env = await variables(agent, { env: { GREETING: 'hello = "world"', CHEF_PUSH_JOB_ID: 'another' } });
    expect(env).toMatchObject({ GREETING: 'hello = "world"', CHEF_PUSH_JOB_ID: env.id });
  });

  it('9.9 other names only with a prefix where allowed_overwritable_env_vars is set', async () => {
    const { PATH } = await variables(strict);
    const env = await variables(strict, { env: { LANG: 'C.UTF-8', PATH: '/nowhere', GREETING: 'hello' } });
    expect(env).toMatchObject({ LANG: 'C.UTF-8', PATH });
    expect(env).toMatchObject({ CHEF_PUSH_ENV_PATH: '/nowhere', CHEF_PUSH_ENV_GREETING: 'hello' });
    expect(env).not.toHaveProperty('GREETING');
  });

  it.each([
    ['raw', 'raw:some text', 'some text'],
    ['base64', `base64:${Buffer.from('some bytes').toString('base64')}`, 'some bytes'],
  ])('9.8 the file of the job, sent %s, under file_dir', async (_how, file, contents) => {
    const { stdout = '' } = await run(agent, 'cat', { file });
    const [, text, where] = /^(.*) (\S+)\n$/.exec(stdout) ?? [];
    expect(text).toBe(contents);
    expect(path.dirname(where ?? '')).toBe(agent.fileDir);
    expect(path.basename(where ?? '')).toMatch(/^pushy_file/);
    expect(readdirSync(agent.fileDir)).toContain(path.basename(where ?? ''));
  });

  it('9.8 its directory and its user', async () => {
    const dir = mkdtempSync(path.join(tmpdir(), 'push-jobs-dir-'));
    const { username } = userInfo();
    const { stdout } = await run(agent, 'where', { dir, user: username });
    rmSync(dir, { recursive: true });
    expect(stdout).toBe(`${dir}\n${username}\n`);
  });
});

describe('9 the folder for files', () => {
  it('9.10 loses files of jobs after 24 hours, and nothing else', () => {
    const names = readdirSync(agent.fileDir);
    expect(names).toContain('pushy_file_new');
    expect(names).toContain('something else');
    expect(names).not.toContain('pushy_file_old');
  });
});

describe('9 output', () => {
  it('9.11 has both channels, also of a command that failed', async () => {
    expect(await run(agent, 'both')).toMatchObject({ nodes: { failed: ['agent'] }, stdout: 'out\n', stderr: 'err\n' });
  });

  it('9.11 is empty where nothing was written', async () => {
    expect(await run(agent, 'quiet')).toMatchObject({ nodes: { succeeded: ['agent'] }, stdout: '', stderr: '' });
  });

  it('9.11 is not kept unless it was asked for', async () => {
    const ran = await run(agent, 'both', { capture_output: false });
    expect([ran.nodes, ran.stdout, ran.stderr]).toEqual([{ failed: ['agent'] }, undefined, undefined]);
  });

  it('9.12 within max_body_size is sent', async () => {
    expect((await run(agent, 'fits')).stdout).toBe('x'.padStart(60_000));
  });

  it('9.12 beyond max_body_size is left out, and the result stands', async () => {
    const ran = await run(agent, 'long');
    expect([ran.nodes, ran.stdout, ran.stderr]).toEqual([{ succeeded: ['agent'] }, undefined, undefined]);
  });

  it('9.12 goes by the max_body_size of the node', async () => {
    await using short = await OwnAgent.available(tenant, 'short', { whitelist: WHITELIST, max_body_size: 1_000 });
    expect((await run(short, 'fits')).stdout).toBeUndefined();
    expect((await run(short, 'both')).stdout).toBe('out\n');
  });

  it('9.11 that is not UTF-8 costs nobody the result', async () => {
    expect(await run(agent, 'bytes')).toMatchObject({ nodes: { succeeded: ['agent'] }, stdout: 'a\uFFFDb' });
  });
});
