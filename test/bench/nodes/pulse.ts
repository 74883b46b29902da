const TICK_MS = 20;

/** Heartbeats of many nodes from one timer, spread evenly over the interval. */
export class Pulse<Node extends { beat(): void }> implements Disposable {
  private timer: NodeJS.Timeout | undefined;
  private startedMs = 0;
  private sent = 0;

  constructor(private readonly nodes: readonly Node[]) {}

  start(intervalMs: number): void {
    clearInterval(this.timer);
    this.startedMs = performance.now();
    this.sent = 0;
    this.timer = setInterval(() => this.catchUp(intervalMs), TICK_MS);
  }

  [Symbol.dispose](): void {
    clearInterval(this.timer);
  }

  /** A process that was held up sends what is due, and never a node's beat twice at once. */
  private catchUp(intervalMs: number): void {
    const due = Math.floor(((performance.now() - this.startedMs) / intervalMs) * this.nodes.length);
    const count = Math.min(due - this.sent, this.nodes.length);
    for (let i = 0; i < count; i++) this.nodes[(this.sent + i) % this.nodes.length]?.beat();
    this.sent = due;
  }
}
