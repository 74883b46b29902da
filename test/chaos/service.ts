import { Child, type ChildSpec } from '@push-jobs/local';
import { setTimeout as pause } from 'node:timers/promises';
import type { UnaskedEnd } from './history.ts';

const RESTART_MS = 300;

/**
 * A process that somebody keeps running, as Kubernetes does: where it ends, whoever asked, it is started again. Only
 * `hold` keeps it down.
 */
export class Service {
  readonly child: Child;
  /** Counts starts, so that what one process used is not compared with what another did. */
  life = 0;
  private held = false;
  private asked = true;
  private up = false;
  private settling: Promise<void> = Promise.resolve();

  constructor(
    spec: ChildSpec,
    private readonly unaskedEnds: UnaskedEnd[],
  ) {
    this.child = new Child(spec);
  }

  get name(): string {
    return this.child.name;
  }

  get isUp(): boolean {
    return this.up;
  }

  /** Starts it for the first time. @throws Error where it does not come up */
  async start(): Promise<void> {
    await this.launch();
  }

  /** Ends it by a signal; it stays away until `release`. */
  async hold(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    this.held = true;
    this.asked = true;
    this.up = false;
    await this.end(signal);
    await this.settling;
    await this.end(signal); // where it was being started just then
  }

  /** Starts it again, and waits until it is ready. */
  async release(): Promise<void> {
    this.held = false;
    await this.revive();
  }

  /** Stops or continues the process where it is: it is not told. */
  freeze(frozen: boolean): void {
    const { pid } = this.child;
    if (pid === undefined || !this.up) return;
    try {
      process.kill(pid, frozen ? 'SIGSTOP' : 'SIGCONT');
    } catch {
      // it ended in this very moment
    }
  }

  private async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    if (signal === 'SIGTERM') await this.child.stop();
    else await this.child.kill(signal);
  }

  private revive(): Promise<void> {
    this.settling = this.settling.then(async () => {
      while (!this.held && !this.up) {
        await this.launch().catch(() => pause(RESTART_MS)); // what it needs may be away: it is tried again
      }
    });
    return this.settling;
  }

  private async launch(): Promise<void> {
    this.life += 1;
    this.asked = true; // until it is ready it may give up
    await this.child.start();
    this.asked = false;
    this.up = true;
    this.child.onExit(() => {
      this.up = false;
      if (this.asked || this.held) return;
      this.unaskedEnds.push({ process: this.name, atMs: Date.now() });
      void this.revive();
    });
  }
}
