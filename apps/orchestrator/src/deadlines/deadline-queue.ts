import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { type Deadline, Deadlines, type Phase } from '@push-jobs/bus';
import { Config } from '../config.ts';

const ARM_TIMEOUT_MS = 3_000;

/** When phases of jobs end, kept by BullMQ in Redis. */
@Injectable()
export class DeadlineQueue implements BeforeApplicationShutdown {
  private readonly deadlines: Deadlines;

  constructor(config: Config) {
    this.deadlines = new Deadlines(config.redisUrl);
  }

  /** @throws while Redis is away. */
  async arm(deadlines: readonly { jobId: string; of: Phase; atMs: number }[]): Promise<void> {
    const nowMs = Date.now();
    const armed = this.deadlines.arm(deadlines.map(({ jobId, of, atMs }) => ({ jobId, of, delayMs: atMs - nowMs })));
    // BullMQ waits without end for a Redis that was never there.
    await Promise.race([armed, rejectLater(ARM_TIMEOUT_MS)]);
  }

  work(expire: (deadline: Deadline) => Promise<void>): void {
    this.deadlines.work(expire);
  }

  /** After the last work has armed something, before the database goes that expiring needs. */
  beforeApplicationShutdown(): Promise<void> {
    return this.deadlines.close();
  }
}

function rejectLater(ms: number): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error('the deadline queue does not answer')), ms).unref();
  });
}
