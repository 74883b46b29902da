import { firstIdAt } from '@push-jobs/db';
import { randomBytes } from 'node:crypto';

const COUNTERS = 0x1000;

/** When a job was created, in milliseconds since 1970, as its id says. */
export function createdMs(id: string): number {
  return Number.parseInt(id.slice(0, 12), 16);
}

/**
 * Job ids: the 32 hex digits of a UUIDv7 (RFC 9562), so that they sort by the time of creation. The 12 bits behind the
 * milliseconds count, so that the ids of one process also sort within a millisecond, and when the clock steps back.
 */
export class JobIds {
  private ticks = 0;

  /** `nowMs`: milliseconds since 1970. */
  next(nowMs: number): string {
    this.ticks = Math.max(nowMs * COUNTERS, this.ticks + 1);
    const ms = Math.floor(this.ticks / COUNTERS);
    const counter = this.ticks % COUNTERS;
    const random = randomBytes(8);
    random.writeUInt8((random.readUInt8(0) & 0x3f) | 0x80, 0); // the variant of RFC 9562
    return `${firstIdAt(ms)}7${counter.toString(16).padStart(3, '0')}${random.toString('hex')}`;
  }
}
