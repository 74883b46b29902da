export interface Range {
  readonly first: number;
  readonly last: number;
}

/**
 * A place in a feed whose events are numbered 1, 2, 3, ... without a hole. Runs of numbers come in from pub/sub and
 * from Postgres, in any order, twice or never; out comes each number once, in order.
 */
export class FeedCursor {
  private passed: number;
  private known: number;

  /** `passed`: the last event that needs nothing more; 0 for the start of the feed. */
  constructor(passed: number) {
    this.passed = passed;
    this.known = passed;
  }

  /** The last number that came out. */
  get last(): number {
    return this.passed;
  }

  /** There are events that did not come in yet: whoever owns this cursor has to fetch what follows `last`. */
  get behind(): boolean {
    return this.known > this.passed;
  }

  /** The feed is known to have come this far. */
  hear(last: number): void {
    this.known = Math.max(this.known, last);
  }

  /** Takes a run of events; answers with the part that is next, or undefined for a repeated run and one after a gap. */
  accept({ first, last }: Range): Range | undefined {
    this.hear(last);
    const next = this.passed + 1;
    if (first > next || last < next) return undefined;
    this.passed = last;
    return { first: next, last };
  }
}
