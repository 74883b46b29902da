const WINDOW_MS = 1_000;

/**
 * How much of each connection is looked at. A node says a handful of things a minute, and some more while it runs a job;
 * one that says a hundred a second is broken, and must not cost the others the broker's time, nor the job machine's.
 * What goes beyond the limit, and answers nothing, is dropped until the second is over: asking the connection to wait is not possible without
 * asking all others too.
 */
export class FloodGuard {
  private heard = new Map<string, number>();
  private windowEndMs = 0;

  /** `perSecond`: messages of one connection; 0 stands for no limit. */
  constructor(private readonly perSecond: number) {}

  /** Counts a message. @returns whether it is within the limit */
  admits(route: string, nowMs: number): boolean {
    if (this.perSecond === 0) return true;
    if (nowMs >= this.windowEndMs || nowMs < this.windowEndMs - WINDOW_MS) {
      this.heard = new Map();
      this.windowEndMs = nowMs + WINDOW_MS;
    }
    const count = (this.heard.get(route) ?? 0) + 1;
    this.heard.set(route, count);
    return count <= this.perSecond;
  }
}
