import type { Connection } from './connection.ts';
import type { Events } from './events.ts';
import type { Result } from './job-machine.ts';
import { afterAcknowledgement, afterSending, dueAt, type Unacknowledged } from './unacknowledged.ts';

/** One that still waits in the connection is looked at again so much later. */
const LOOK_AGAIN_MS = 250;

/** Sends results through a connection to a server that acknowledges them, again and again until it does. */
export class Results {
  private waiting: Unacknowledged = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly connection: Connection,
    private readonly intervalMs: number,
    private readonly events: Events,
  ) {}

  get unacknowledged(): readonly Result[] {
    return this.waiting.map(({ result }) => result);
  }

  send(result: Result): void {
    const { intervalMs, waiting } = this;
    this.waiting = afterSending(this.waiting, result, { nowMs: Date.now(), intervalMs, random: Math.random() });
    for (const { result: old } of waiting) if (!this.holds(old.job_id)) this.events.resultGivenUp(old.job_id);
    this.connection.send({ ...result, ack: true });
    this.wait();
  }

  /** The connection was broken, and what was sent may have been lost with it. */
  sendAgain(results = this.unacknowledged): void {
    for (const result of results) {
      if (this.connection.holdsResultOf(result.job_id)) continue;
      this.events.resultRepeated(result.job_id);
      this.send(result);
    }
  }

  acknowledged(jobId: string): void {
    this.waiting = afterAcknowledgement(this.waiting, jobId);
    this.wait();
  }

  giveUp(): void {
    for (const { job_id } of this.unacknowledged) this.events.resultGivenUp(job_id);
    this.waiting = [];
    this.wait();
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private holds(jobId: string): boolean {
    return this.waiting.some(({ result }) => result.job_id === jobId);
  }

  private wait(): void {
    clearTimeout(this.timer);
    if (this.waiting.length === 0) return;
    const dueMs = Math.min(...this.waiting.map((entry) => entry.dueMs));
    this.timer = setTimeout(() => this.look(), Math.max(LOOK_AGAIN_MS, dueMs - Date.now()));
  }

  private look(): void {
    this.sendAgain(dueAt(this.waiting, Date.now()));
    this.wait();
  }
}
