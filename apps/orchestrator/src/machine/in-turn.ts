/**
 * Work that touches the same keys runs one after the other within this process, and otherwise at once. Postgres' row
 * locks keep replicas apart; this keeps transactions from waiting for those locks on connections of the pool, and lets
 * each one find the working copies that the one before left behind.
 */
export class InTurn {
  private readonly last = new Map<string, Promise<unknown>>();

  /** Waits for all keys at once, queued in one moment, so that no two can wait for each other. */
  run<T>(keys: readonly string[], work: () => Promise<T>): Promise<T> {
    const before = keys.flatMap((key) => this.last.get(key) ?? []);
    const mine = Promise.allSettled(before).then(work);
    const ended: Promise<void> = mine.then(
      () => this.leave(keys, ended),
      () => this.leave(keys, ended),
    );
    for (const key of keys) this.last.set(key, ended);
    return mine;
  }

  private leave(keys: readonly string[], ended: Promise<void>): void {
    for (const key of keys) if (this.last.get(key) === ended) this.last.delete(key);
  }
}
