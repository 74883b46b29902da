import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { eventually } from './eventually.ts';

export interface ChildSpec {
  /** Unique within a cluster, such as `broker`. */
  name: string;
  /** JavaScript file to run. */
  entry: string;
  args?: string[];
  env: Record<string, string>;
  logDir: string;
  /** Where `/readyz` answers; a program without one counts as ready once it runs. */
  operationsPort?: number;
}

/** How long a program may take to stop before it is killed. */
const GRACE_MS = 15_000;

/** One of our programs as a process of its own, which can be killed and started again under the same name. */
export class Child {
  private process: ChildProcess | undefined;
  /** True from the moment it was asked to stop until it is started again. */
  stopping = false;

  constructor(readonly spec: ChildSpec) {}

  get name(): string {
    return this.spec.name;
  }

  get pid(): number | undefined {
    return this.process?.pid;
  }

  get logFile(): string {
    return path.join(this.spec.logDir, `${this.spec.name}.log`);
  }

  /** Starts it and waits until it is ready. @throws Error where it ends instead */
  async start(): Promise<void> {
    mkdirSync(this.spec.logDir, { recursive: true });
    const log = openSync(this.logFile, 'a');
    const child = spawn(process.execPath, ['--enable-source-maps', this.spec.entry, ...(this.spec.args ?? [])], {
      env: { ...inherited(), ...this.spec.env },
      stdio: ['ignore', log, log],
      detached: true, // a Ctrl-C reaches the supervisor alone, which stops everything in order
    });
    closeSync(log); // the child has its own
    this.process = child;
    this.stopping = false;
    await eventually(`${this.name} is ready (see ${this.logFile})`, async () => {
      if (hasEnded(child)) throw new Error(`${this.name} ended while it started; see ${this.logFile}`);
      return this.spec.operationsPort === undefined || isReady(this.spec.operationsPort);
    });
  }

  /** Calls back once, when the current process ends, asked or not. */
  onExit(listener: () => void): void {
    this.process?.once('exit', listener);
  }

  /** Asks it to stop, and kills it where it does not. */
  async stop(): Promise<void> {
    this.stopping = true;
    const child = this.process;
    if (child === undefined || hasEnded(child)) return;
    const timer = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
    await this.kill('SIGTERM');
    clearTimeout(timer);
  }

  /** Sends a signal and waits for the end of the process. */
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const child = this.process;
    if (child === undefined || hasEnded(child)) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

/** What a program needs of our own environment; its configuration comes from its spec alone. */
function inherited(): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR, LANG, TZ } = process.env;
  return { PATH, HOME, TMPDIR, LANG, TZ };
}

async function isReady(port: number): Promise<boolean> {
  const response = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
  await response?.body?.cancel();
  return response?.ok ?? false;
}
