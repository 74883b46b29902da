/**
 * How long nodes have been nowhere. Only what was seen counts: a while in which nobody could look, or in which the node
 * was back, starts the count anew.
 */
export class Absences {
  private since = new Map<string, number>();

  constructor(private readonly patienceMs: number) {}

  /** @returns those of the `missing` that have been so for longer than anybody waits. */
  observe(missing: readonly string[], nowMs: number): string[] {
    this.since = new Map(missing.map((key) => [key, this.since.get(key) ?? nowMs]));
    return missing.filter((key) => nowMs - (this.since.get(key) ?? nowMs) >= this.patienceMs);
  }

  /** Nobody can look at the moment. */
  forget(): void {
    this.since.clear();
  }
}
