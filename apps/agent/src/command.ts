import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { Account } from './accounts.ts';
import { Capture } from './capture.ts';
import { endGroup } from './process-group.ts';
import type { Exit } from './result.ts';

/** How long output is waited for once the command is gone: something it left behind may hold its channels open. */
const LAST_OUTPUT_MS = 1_000;

export interface CommandSpec {
  readonly commandLine: string;
  readonly account?: Account;
  readonly dir?: string;
  /** What every command inherits, and what this one adds to it. */
  readonly inherited: NodeJS.ProcessEnv;
  readonly env: Readonly<Record<string, string>>;
  readonly capture: boolean;
  /** Of each channel. */
  readonly keepBytes: number;
}

/** A command line that runs in a shell and in a process group of its own. */
export class Command {
  readonly exit: Promise<Exit>;
  private readonly child: ChildProcess;

  constructor(spec: CommandSpec) {
    const [file, ...args] = commandOf(spec.commandLine, spec.account);
    const output = spec.capture ? 'pipe' : 'ignore';
    this.child = spawn(file, args, {
      cwd: spec.dir,
      env: { ...spec.inherited, ...homeOf(spec.account), ...spec.env },
      detached: true,
      stdio: ['ignore', output, output],
    });
    this.exit = this.follow(spec.keepBytes);
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** Ends it and whatever it started. Resolves when all of it is gone. */
  async end(): Promise<void> {
    if (this.child.pid !== undefined) await endGroup(this.child.pid);
  }

  /** Never rejects: that a command could not be started is one way for it to end. */
  private async follow(keepBytes: number): Promise<Exit> {
    const { stdout, stderr } = this.child;
    const captures = stdout && stderr ? [new Capture(stdout, keepBytes), new Capture(stderr, keepBytes)] : [];
    const closed = once(this.child, 'close').catch(() => undefined);
    try {
      // once() rejects on 'error', with what kept the command from starting.
      const [code, signal] = (await once(this.child, 'exit')) as [number | null, NodeJS.Signals | null];
      await Promise.race([closed, wait(LAST_OUTPUT_MS, undefined, { ref: false })]);
      const [out, err] = captures.map((capture) => capture.captured);
      return { code, signal, ...(out && err ? { output: { stdout: out, stderr: err } } : {}) };
    } catch (error) {
      return { code: null, signal: null, failure: error instanceof Error ? error.message : String(error) };
    }
  }
}

/** Looked up by no PATH, since that one may be the job's. */
const SETPRIV = '/usr/bin/setpriv';

/** Node.js drops supplementary groups when it sets a user; util-linux's `setpriv` sets them. */
function commandOf(commandLine: string, account: Account | undefined): [string, ...string[]] {
  const shell: [string, ...string[]] = ['/bin/sh', '-c', commandLine];
  if (account === undefined || account.uid === process.getuid?.()) return shell;
  const { uid, gid, groups } = account;
  return [SETPRIV, `--reuid=${uid}`, `--regid=${gid}`, `--groups=${groups.join(',')}`, '--', ...shell];
}

const homeOf = (account: Account | undefined): Record<string, string> =>
  account === undefined ? {} : { HOME: account.home, USER: account.name, LOGNAME: account.name };
