import { mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { findAccount } from './accounts.ts';
import { readAllowList } from './allow-list.ts';
import { Command, type CommandSpec } from './command.ts';
import { checkCommit, type Commit } from './commit-check.ts';
import { JobFiles } from './job-files.ts';
import { isLockHeld } from './locks.ts';

let dir: string;
beforeEach(() => void (dir = mkdtempSync(path.join(tmpdir(), 'push-jobs-agent-'))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const isRoot = process.getuid?.() === 0;
const spec = (commandLine: string, more: Partial<CommandSpec> = {}): CommandSpec => ({
  commandLine,
  inherited: process.env,
  env: {},
  capture: true,
  keepBytes: 1_000,
  ...more,
});
const run = async (...given: Parameters<typeof spec>) => {
  const { code, signal, failure, output } = await new Command(spec(...given)).exit;
  return { code, signal, failure, stdout: output?.stdout.bytes.toString(), stderr: output?.stderr.bytes.toString() };
};

/** Whether a process lives; one that only waits for its parent to take notice does not. */
const isAlive = (pid: number): boolean => {
  try {
    return !/^\d+ \(.*\) [ZX]/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
};
const until = async (holds: () => boolean): Promise<void> => {
  for (const end = Date.now() + 10_000; !holds(); await wait(10)) expect(Date.now()).toBeLessThan(end);
};

describe('a command', () => {
  it('runs in a shell, with its output apart and its exit code', async () => {
    expect(await run('echo out; echo err >&2; exit 3')).toMatchObject({ code: 3, stdout: 'out\n', stderr: 'err\n' });
  });
  it('runs in its directory, with its environment on top of the agent’s', async () => {
    const { stdout } = await run('pwd; echo $COLOR; test -n "$PATH" && echo path', { dir, env: { COLOR: 'red' } });
    expect(stdout).toBe(`${dir}\nred\npath\n`);
  });
  it('keeps the beginning of long output and counts the rest', async () => {
    const { output } = await new Command(spec('head -c 300000 /dev/zero', { keepBytes: 10 })).exit;
    expect(output?.stdout).toEqual({ bytes: Buffer.alloc(10), total: 300_000 });
  });
  it('has no output where none was asked for', async () => {
    expect(await new Command(spec('echo x', { capture: false })).exit).toEqual({ code: 0, signal: null });
  });
  it('tells which signal ended it', async () => {
    expect(await run('kill -USR1 $$')).toMatchObject({ code: null, signal: 'SIGUSR1' });
  });
  it('tells what kept it from starting', async () => {
    expect((await run('true', { dir: '/no/such' })).failure).toMatch(/ENOENT/);
  });
  it('ends although something it left behind still holds its output', async () => {
    const command = new Command(spec('sleep 60 & echo $!'));
    onTestFinished(() => command.end());
    const { code, output } = await command.exit;
    expect(code).toBe(0);
    expect(isAlive(Number(output?.stdout.bytes.toString()))).toBe(true);
  });

  it('is ended with everything it started', async () => {
    const pids = path.join(dir, 'pids');
    const command = new Command(
      spec(`(sh -c 'echo $$ >> ${pids}; sleep 60 & echo $! >> ${pids}; wait') & echo $! >> ${pids}; wait`),
    );
    const started = (): number[] => {
      try {
        return readFileSync(pids, 'utf8').trim().split('\n').map(Number);
      } catch {
        return [];
      }
    };
    await until(() => started().length === 3);
    await command.end();
    expect((await command.exit).signal).toBe('SIGTERM');
    await until(() => started().every((pid) => !isAlive(pid)));
  });

  it('is killed where it does not listen to TERM', async () => {
    const deaf = path.join(dir, 'deaf');
    const command = new Command(spec(`trap '' TERM; touch ${deaf}; while :; do sleep 0.05; done`));
    await until(() => statSync(deaf, { throwIfNoEntry: false }) !== undefined);
    await command.end();
    expect((await command.exit).signal).toBe('SIGKILL');
  });

  it.runIf(isRoot)('runs as another user, with that user’s groups and home', async () => {
    const account = await findAccount('daemon');
    if (account === undefined) throw new Error('no user called daemon on this machine');
    const groups = { ...account, groups: [...account.groups, 12_345] };
    const { stdout } = await run('id -u; id -G; echo $USER $HOME', { account: groups, dir: '/' });
    expect(stdout).toBe(`${account.uid}\n${groups.groups.join(' ')}\ndaemon ${account.home}\n`);
  });
});

describe('a file that came with a job', () => {
  it.runIf(isRoot)('is readable by its user and nobody else', async () => {
    const account = await findAccount('daemon');
    const files = new JobFiles(path.join(dir, 'files'));
    rmSync(path.join(dir, 'files'), { recursive: true, force: true });
    const { chmodSync } = await import('node:fs');
    chmodSync(dir, 0o711);
    const file = await files.write(Buffer.from([0, 255, 10]), account);
    expect(path.basename(file)).toMatch(/^pushy_file/);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const other = await findAccount('nobody');
    expect(account && (await run(`od -An -tx1 ${file}`, { account, dir: '/' })).stdout).toBe(' 00 ff 0a\n');
    expect(other && (await run(`cat ${file}`, { account: other, dir: '/' })).code).not.toBe(0);
  });

  it('is removed after a day, and nothing else is', async () => {
    const files = new JobFiles(dir);
    const old = await files.write(Buffer.from('old'), undefined);
    const young = await files.write(Buffer.from('young'), undefined);
    const foreign = path.join(dir, 'foreign');
    writeFileSync(foreign, '');
    const yesterday = Date.now() / 1000 - 25 * 60 * 60;
    for (const file of [old, foreign]) utimesSync(file, yesterday, yesterday);
    await files.sweep(Date.now());
    expect([old, young, foreign].map((file) => statSync(file, { throwIfNoEntry: false }) !== undefined)).toEqual([
      false,
      true,
      true,
    ]);
  });

  it('is not written where somebody else could read it', async () => {
    const file = path.join(dir, 'no-directory');
    writeFileSync(file, '');
    await expect(new JobFiles(file).write(Buffer.alloc(1), undefined)).rejects.toThrow();
  });
});

describe('a commit', () => {
  const allowList = readAllowList({ ok: 'true', locked: { command_line: 'true', lock: '/nonexistent' } });
  const commit = (more: Partial<Commit>): Commit => ({
    type: 'commit',
    sequence: 1,
    timestamp: '',
    job_id: 'j',
    command: 'ok',
    ...more,
  });

  it.each([
    ['an unknown command', { command: 'reboot' }, "'reboot' is not on the allow-list"],
    ['an unknown user', { user: 'no-such-user' }, "no such user 'no-such-user'"],
    ['a number for a user', { user: '0' }, "no such user '0'"],
    ['an option for a user', { user: '-n' }, "no such user '-n'"],
    ['a missing directory', { dir: '/no/such' }, "no such directory '/no/such'"],
    ['a file for a directory', { dir: '/etc/passwd' }, "no such directory '/etc/passwd'"],
    ['a file of a strange kind', { file: 'zip:abc' }, "the file is neither 'raw:...' nor 'base64:...'"],
  ])('of %s is refused', async (_, asked, reason) => {
    expect(await checkCommit(commit(asked), allowList)).toEqual({ ok: false, reason });
  });

  it('brings along all that was looked up', async () => {
    const verdict = await checkCommit(
      commit({ command: 'locked', dir, env: { A: 'b' }, file: 'base64:aGk=', capture: true }),
      allowList,
    );
    expect(verdict).toEqual({
      ok: true,
      order: {
        jobId: 'j',
        rule: { commandLine: 'true', lock: '/nonexistent' },
        dir,
        env: { A: 'b' },
        file: Buffer.from('hi'),
        capture: true,
      },
    });
  });

  it('is refused while another process holds the lock', async () => {
    const lock = path.join(dir, 'lock');
    const list = readAllowList({ ok: { command_line: 'true', lock } });
    const holder = new Command(spec(`exec 9>${lock}; flock 9; touch ${lock}.held; sleep 60`));
    onTestFinished(() => holder.end());
    await until(() => statSync(`${lock}.held`, { throwIfNoEntry: false }) !== undefined);
    const held = { ok: false, reason: `another process holds the lock ${lock}` };
    expect(await checkCommit(commit({}), list)).toEqual(held);
    await holder.end();
    expect(await isLockHeld(lock)).toBe(false);
  });
});
