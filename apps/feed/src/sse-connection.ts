import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { ConnectionLimits } from './config.ts';
import { KEEPALIVE } from './sse.ts';

const HEADERS = { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache', 'X-Accel-Buffering': 'no' };

/**
 * One watcher's response. It has no timer of its own: `tick` is called now and then for all connections.
 * Times come from `nowMs`, a clock that only goes forward.
 */
export class SseConnection {
  /** Aborts once the client is gone or everything was said. */
  readonly closed: AbortSignal;
  private readonly closing = new AbortController();
  private ended = false;
  private lastSentMs: number;
  /** Since when the client has been owing us a read. */
  private waitingSinceMs: number | undefined;

  constructor(
    private readonly response: ServerResponse,
    private readonly limits: ConnectionLimits,
    private readonly nowMs: () => number,
  ) {
    this.closed = this.closing.signal;
    this.lastSentMs = nowMs();
    if (response.destroyed) this.closing.abort();
    response.once('close', () => this.closing.abort());
  }

  /** Nothing more can be sent: the client is gone, or the stream was ended. */
  get over(): boolean {
    return this.ended || this.closed.aborted;
  }

  /** The client leaves more unread than it may. */
  get full(): boolean {
    return this.response.writableLength > this.limits.maxPendingBytes;
  }

  /** Sends the headers at once, so that the client knows that from now on it misses nothing. */
  open(): void {
    if (this.over) return;
    this.response.writeHead(200, HEADERS);
    this.response.flushHeaders();
  }

  send(bytes: Buffer): void {
    if (this.over) return;
    this.lastSentMs = this.nowMs();
    this.response.write(bytes);
  }

  /** Resolves once the client has taken what it was sent, or is gone. */
  async drained(): Promise<void> {
    if (this.over || !this.response.writableNeedDrain) return;
    this.waitingSinceMs = this.nowMs();
    // Rejects only when the connection closes, which ends the waiting too.
    await once(this.response, 'drain', { signal: this.closed }).catch(() => undefined);
    this.waitingSinceMs = undefined;
  }

  end(lastBytes?: Buffer): void {
    if (this.over) return;
    this.ended = true;
    this.waitingSinceMs ??= this.nowMs();
    this.response.end(lastBytes);
  }

  /** Breaks the silence, or drops a client that does not read; `dropped` where it did. */
  tick(): 'dropped' | undefined {
    const now = this.nowMs();
    if (this.waitingSinceMs !== undefined) {
      return now - this.waitingSinceMs > this.limits.slowMs ? this.drop() : undefined;
    }
    if (now - this.lastSentMs >= this.limits.keepaliveMs) this.send(KEEPALIVE);
    return undefined;
  }

  private drop(): 'dropped' {
    this.response.destroy();
    this.closing.abort();
    return 'dropped';
  }
}
