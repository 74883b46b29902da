import { once } from 'node:events';

/**
 * Back-pressure: while anything downstream has too much to do, nothing is read from nodes. Their messages wait in
 * socket buffers, theirs and ours, and nothing is lost.
 */
export class Valve extends EventTarget {
  private readonly full = new Set<string>();

  get shut(): boolean {
    return this.full.size > 0;
  }

  /** Shuts above `limit`, opens again below half of it. */
  level(of: string, depth: number, limit: number): void {
    if (depth > limit) this.full.add(of);
    else if (depth <= limit / 2 && this.full.delete(of) && !this.shut) this.dispatchEvent(new Event('open'));
  }

  /** Resolves when the valve is open, or `signal` has aborted. */
  async opened(signal: AbortSignal): Promise<void> {
    while (this.shut && !signal.aborted) await once(this, 'open', { signal }).catch(() => undefined);
  }
}
