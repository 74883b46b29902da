interface Waiting<Item, Result> {
  readonly item: Item;
  resolve(result: Result): void;
  reject(error: unknown): void;
}

export interface BatchesOptions<Item, Result> {
  /** Does a batch as a whole, or fails as a whole. @returns a result for each item, in order */
  readonly work: (items: readonly Item[]) => Promise<readonly Result[]>;
  /** How many of the items that wait go into the next batch; at least one does. */
  readonly cut?: (waiting: readonly Item[]) => number;
  /** Called after a failure. @throws where no item is at fault, so that it makes no sense to try them apart */
  readonly stillThere: () => Promise<void>;
}

/**
 * Natural batching: one batch at a time, and what comes meanwhile goes together in the next. The busier, the larger the
 * batches, and the less each item costs. An item that makes its batch fail is found by halving, and fails alone.
 */
export class Batches<Item, Result> {
  private readonly waiting: Waiting<Item, Result>[] = [];
  private busy = false;

  constructor(private readonly options: BatchesOptions<Item, Result>) {}

  /** @throws what the batch of this item alone failed with. */
  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      if (!this.busy) void this.run();
    });
  }

  private async run(): Promise<void> {
    this.busy = true;
    // What arrives within this turn of the event loop goes together from the start.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.waiting.length > 0) await this.perform(this.next());
    this.busy = false;
  }

  private next(): Waiting<Item, Result>[] {
    const { cut } = this.options;
    const count = cut === undefined ? this.waiting.length : Math.max(1, cut(this.waiting.map(({ item }) => item)));
    return this.waiting.splice(0, count);
  }

  private async perform(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.options.work(batch.map(({ item }) => item));
      batch.forEach(({ resolve }, i) => resolve(results[i] as Result)); // as many results as items
    } catch (error) {
      await this.apart(batch, error);
    }
  }

  private async apart(batch: readonly Waiting<Item, Result>[], error: unknown): Promise<void> {
    const half = Math.ceil(batch.length / 2);
    try {
      if (batch.length === 1) throw error;
      await this.options.stillThere();
    } catch (reason) {
      for (const { reject } of batch) reject(reason);
      return;
    }
    await this.perform(batch.slice(0, half));
    await this.perform(batch.slice(half));
  }
}
