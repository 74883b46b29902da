import { AppError } from '@push-jobs/platform';
import type { IncomingMessage } from 'node:http';

/**
 * Memory for the bodies of all requests that are being served. A body is read before it is known who sends it, so nobody's
 * rate limit bounds this: without it, everybody who can connect could fill the memory, a megabyte at a time.
 */
export class BodyRoom {
  private readonly shares = new WeakMap<IncomingMessage, number>();
  private held = 0;

  constructor(private readonly maxBytes: number) {}

  /** Bytes of all bodies. */
  get bytes(): number {
    return this.held;
  }

  /** @throws AppError `unavailable`, with `Retry-After`, where there is no room for these bytes */
  take(request: IncomingMessage, bytes: number): void {
    if (this.held + bytes > this.maxBytes) throw new Full();
    this.held += bytes;
    this.shares.set(request, (this.shares.get(request) ?? 0) + bytes);
  }

  /** The request was answered, or its caller is gone. */
  leave(request: IncomingMessage): void {
    this.held -= this.shares.get(request) ?? 0;
    this.shares.delete(request);
  }
}

class Full extends AppError {
  override name = 'BodyRoomFull';
  constructor() {
    super('unavailable', 'too many requests are being served; try again', { headers: { 'Retry-After': '1' } });
  }
}
