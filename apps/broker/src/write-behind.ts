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
  private busy = false;
  private readonly stopping = new AbortController();

  constructor(
    private readonly write: (values: readonly T[]) => Promise<void>,
    private readonly failed: (error: unknown) => void,
  ) {}

  set(key: string, value: T): void {
    this.pending.set(key, value);
    if (!this.busy) this.drained = this.drain();
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
    await this.drained;
  }

  private async drain(): Promise<void> {
    this.busy = true;
    await nextTurn(); // a burst becomes one batch
    while (this.pending.size > 0 && !this.stopping.signal.aborted) {
      await this.writeBatch();
      await this.rest(UNHURRIED.paceMs);
    }
    this.busy = false;
  }

  private async writeBatch(): Promise<void> {
    this.writing = new Map([...this.pending].slice(0, BATCH_SIZE));
    for (const key of this.writing.keys()) this.pending.delete(key);
    try {
      await this.write([...this.writing.values()]);
      this.writing = new Map();
    } catch (error) {
      this.failed(error);
      for (const [key, value] of this.writing) if (!this.pending.has(key)) this.pending.set(key, value);
      this.writing = new Map();
      await this.rest(RETRY_MS);
    }
  }

  private async rest(ms: number): Promise<void> {
    await pause(ms, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }
}
