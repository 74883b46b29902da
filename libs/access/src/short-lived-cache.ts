import { RecentlyUsed } from './recently-used.ts';

export interface CacheLimits {
  readonly ttlMs: number;
  /** For the answer that there is nothing: undefined, or an empty list. */
  readonly negativeTtlMs: number;
  readonly size: number;
}

interface Answer<Value> {
  readonly value: Promise<Value>;
  freshUntilMs: number;
}

/**
 * Keeps answers for a short time. Whoever asks while an answer is on its way waits for that one, however long it takes;
 * its age counts from the question. Failures are not kept.
 */
export class ShortLivedCache<Value> {
  private readonly answers: RecentlyUsed<Answer<Value>>;

  constructor(
    private readonly limits: CacheLimits,
    private readonly nowMs: () => number,
  ) {
    this.answers = new RecentlyUsed(limits.size);
  }

  get(key: string, load: () => Promise<Value>): Promise<Value> {
    const known = this.answers.get(key);
    const askedMs = this.nowMs();
    if (known !== undefined && askedMs < known.freshUntilMs) return known.value;
    const answer: Answer<Value> = { value: load(), freshUntilMs: Infinity };
    this.answers.set(key, answer);
    answer.value.then(
      (value) => {
        answer.freshUntilMs = askedMs + (isNothing(value) ? this.limits.negativeTtlMs : this.limits.ttlMs);
      },
      () => this.forget(key, answer),
    );
    return answer.value;
  }

  /** Answers that are on their way reach those who wait for them, and nobody else. */
  clear(): void {
    this.answers.clear();
  }

  private forget(key: string, answer: Answer<Value>): void {
    if (this.answers.get(key) === answer) this.answers.delete(key);
  }
}

const isNothing = (value: unknown): boolean => value === undefined || (Array.isArray(value) && value.length === 0);
