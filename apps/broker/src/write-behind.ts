import { UNHURRIED } from '@push-jobs/platform';
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';

const RETRY_MS = 500;
const BATCH_SIZE = 2_000;

/**
 * Writes the latest value of each key, soon and in batches, one batch at a time and until it worked. Memory is bounded
 * by the number of keys, however long the store is away.
 */
export class WriteBehind<T> {
  private readonly pending = new Map<string, T>();
  private writing: ReadonlyMap<string, T> = new Map();
  private drained: Promise<void> = Promise.resolve();
  /** Of those who wait for all that is pending. */
  private waiting: (() => void)[] = [];
  private busy = false;
  /** Ends the pause after the present batch, or before it has begun, leaves it out. */
  private hurry = new AbortController();
  private readonly stopping = new AbortController();

  constructor(
    private readonly write: (values: readonly T[]) => Promise<void>,
    private readonly failed: (error: unknown) => void,
  ) {}

  /** Written within a blink: what comes by the thousand when it comes costs a tenth that way. */
  set(key: string, value: T): void {
    this.pending.set(key, value);
    if (!this.busy) this.drained = this.drain();
  }

  /**
   * Written as soon as the batch that is under way is through: somebody may look before the blink is over.
   * @returns once it was written, or could not be for the time being
   */
  setNow(key: string, value: T): Promise<void> {
    this.set(key, value);
    this.hurry.abort();
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  /** What is not known to be stored yet. */
  get(key: string): T | undefined {
    return this.pending.get(key) ?? this.writing.get(key);
  }

  /** Writes what is left, for at most `timeoutMs`, and then nothing any more. */
  async close(timeoutMs: number): Promise<void> {
    const timer = new AbortController();
    await Promise.race([this.drained, pause(timeoutMs, undefined, { signal: timer.signal }).catch(() => undefined)]);
    timer.abort();
    this.stopping.abort();
    this.hurry.abort();
    await this.drained;
  }

  private async drain(): Promise<void> {
    this.busy = true;
    await nextTurn(); // a burst becomes one batch
    while (this.pending.size > 0 && !this.stopping.signal.aborted) {
      this.hurry = new AbortController();
      const written = await this.writeBatch();
      if (written === 0) await rest(RETRY_MS, this.stopping.signal);
      else await rest(UNHURRIED.restMs(written), this.hurry.signal);
    }
    this.busy = false;
    for (const tell of this.waiting.splice(0)) tell(); // closed
  }

  /** @returns how many values were written: none where it failed */
  private async writeBatch(): Promise<number> {
    this.writing = new Map([...this.pending].slice(0, BATCH_SIZE));
    for (const key of this.writing.keys()) this.pending.delete(key);
    const waiting = this.pending.size === 0 ? this.waiting.splice(0) : [];
    try {
      await this.write([...this.writing.values()]);
      return this.writing.size;
    } catch (error) {
      this.failed(error);
      for (const [key, value] of this.writing) if (!this.pending.has(key)) this.pending.set(key, value);
      return 0;
    } finally {
      this.writing = new Map();
      for (const tell of waiting) tell();
    }
  }
}

const rest = (ms: number, signal: AbortSignal): Promise<void> =>
  pause(ms, undefined, { signal }).catch(() => undefined);
