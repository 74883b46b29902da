import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import { currentTrace, inBatchSpan, type Traceparent } from './tracing/spans.ts';

interface Waiting<Item, Result> {
  readonly item: Item;
  /** In which it was asked for, where batches have spans. */
  readonly trace: Traceparent | undefined;
  resolve(result: Result): void;
  reject(error: unknown): void;
}

export interface BatchesOptions<Item, Result> {
  /** Does a batch as a whole, or fails as a whole. @returns a result for each item, in order */
  readonly work: (items: readonly Item[]) => Promise<readonly Result[]>;
  /** The name of a span in which each batch is done, and which links to the traces that its items were added in. */
  readonly span?: string;
  /** So many batches may be under way at a time; one where nothing is said. */
  readonly atOnce?: number;
  /** A batch that takes longer counts as under way no more: what it waits for may hang, and the others need not. */
  readonly slowMs?: number;
  /** After a batch of so many items began, the next waits for so long. One that comes alone still goes at once. */
  readonly restMs?: (items: number) => number;
  /** How many of the items that wait go into the next batch; at least one does, and all where nothing is said. */
  readonly cut?: (waiting: readonly Item[]) => number;
  /**
   * Called after a failure; without it a batch fails as a whole.
   * @throws where no item is at fault, so that it makes no sense to try them apart
   */
  readonly stillThere?: (() => Promise<void>) | undefined;
}

const REST_PER_ITEM_MS = 10;
const LONGEST_REST_MS = 200;

/**
 * For what comes by the thousand when it comes, and of which nobody notices a blink. Above a hundred a second batches
 * grow, rests with them, and each item costs a small part; below it they stay single, and hardly wait.
 */
export const UNHURRIED = {
  restMs: (items: number): number => Math.min(LONGEST_REST_MS, items * REST_PER_ITEM_MS),
} as const;

/**
 * Natural batching: what comes while a batch is under way goes together in the next. The busier, the larger the batches,
 * and the less each item costs, while a single one does not wait for company. Where it is known how to tell, an item
 * that makes its batch fail is found by halving, and fails alone.
 */
export class Batches<Item, Result> {
  private readonly waiting: Waiting<Item, Result>[] = [];
  private underWay = 0;
  private scheduled = false;
  private resting = false;

  constructor(private readonly options: BatchesOptions<Item, Result>) {}

  /** @throws what the batch of this item failed with, or this item alone */
  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      const trace = this.options.span === undefined ? undefined : currentTrace();
      this.waiting.push({ item, trace, resolve, reject });
      if (this.scheduled || this.isFull) return;
      this.scheduled = true;
      setImmediate(() => {
        this.scheduled = false;
        this.start(); // what arrived within this turn of the event loop goes together from the start
      });
    });
  }

  private get isFull(): boolean {
    return this.resting || this.underWay >= (this.options.atOnce ?? 1);
  }

  private start(): void {
    while (!this.isFull && this.waiting.length > 0) {
      const batch = this.next();
      void this.run(batch);
      this.rest(batch.length);
    }
  }

  private rest(items: number): void {
    const { restMs } = this.options;
    if (restMs === undefined) return;
    this.resting = true;
    setTimeout(() => {
      this.resting = false;
      this.start();
    }, restMs(items));
  }

  private next(): Waiting<Item, Result>[] {
    const { cut } = this.options;
    const count = cut === undefined ? this.waiting.length : Math.max(1, cut(this.waiting.map(({ item }) => item)));
    return this.waiting.splice(0, count);
  }

  private async run(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    const { slowMs } = this.options;
    this.underWay += 1;
    let counts = true;
    const over = (): void => {
      if (counts) this.underWay -= 1;
      counts = false;
      this.start();
    };
    const slow = slowMs === undefined ? undefined : setTimeout(over, slowMs);
    await this.perform(batch);
    clearTimeout(slow);
    over();
  }

  private async perform(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.work(batch);
      batch.forEach(({ resolve }, i) => resolve(results[i] as Result)); // as many results as items
    } catch (error) {
      await this.apart(batch, error);
    }
  }

  /** Whoever set it off is one of many, and not the one whose trace it belongs to. */
  private work(batch: readonly Waiting<Item, Result>[]): Promise<readonly Result[]> {
    const { span, work } = this.options;
    const items = batch.map(({ item }) => item);
    if (span === undefined) return context.with(ROOT_CONTEXT, () => work(items));
    const callers = batch.map(({ trace }) => trace);
    return inBatchSpan(span, callers, () => work(items));
  }

  private async apart(batch: readonly Waiting<Item, Result>[], error: unknown): Promise<void> {
    const { stillThere } = this.options;
    const half = Math.ceil(batch.length / 2);
    try {
      if (batch.length === 1 || stillThere === undefined) throw error;
      await stillThere();
    } catch (reason) {
      for (const { reject } of batch) reject(reason);
      return;
    }
    await this.perform(batch.slice(0, half));
    await this.perform(batch.slice(half));
  }
}
