import { RecentlyUsed } from './recently-used.ts';

export interface CacheLimits {
  readonly ttlMs: number;
  readonly size: number;
}

interface Answer<Value> {
  readonly value: Promise<Value>;
  readonly freshUntilMs: number;
}

/** Keeps answers for a short time. Whoever asks while an answer is on its way waits for that one; failures are not kept. */
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
    if (known !== undefined && this.nowMs() < known.freshUntilMs) return known.value;
    const answer = { value: load(), freshUntilMs: this.nowMs() + this.limits.ttlMs };
    this.answers.set(key, answer);
    answer.value.catch(() => this.forget(key, answer));
    return answer.value;
  }

  private forget(key: string, answer: Answer<Value>): void {
    if (this.answers.get(key) === answer) this.answers.delete(key);
  }
}
