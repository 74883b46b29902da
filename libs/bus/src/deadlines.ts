import { Queue, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { setTimeout as pause } from 'node:timers/promises';
import { connectTo } from './redis.ts';

const QUEUE = 'deadlines';
const CLOSE_WITHIN_MS = 3_000;

export type Phase = 'voting' | 'running';
export interface Deadline {
  readonly jobId: string;
  readonly of: Phase;
}

/**
 * BullMQ delayed jobs, one per job and phase, never cancelled: a late or repeated one is ignored by the machine.
 * What Redis loses, the orchestrator's sweep arms again from Postgres.
 */
export class Deadlines {
  private readonly connection: Redis;
  private readonly queue: Queue<Deadline>;
  private worker: Worker<Deadline> | undefined;
  private workerConnection: Redis | undefined;

  constructor(private readonly redisUrl: string) {
    this.connection = connectTo(redisUrl, { maxRetriesPerRequest: 1, enableOfflineQueue: false });
    this.queue = new Queue<Deadline>(QUEUE, {
      connection: this.connection,
      defaultJobOptions: {
        removeOnComplete: true,
        removeOnFail: 1_000,
        attempts: 20,
        backoff: { type: 'exponential', delay: 200 },
      },
    });
    this.queue.on('error', () => undefined);
  }

  /** Repeating it for the same job and phase changes nothing. @throws while Redis is away */
  async arm(deadlines: readonly (Deadline & { delayMs: number })[]): Promise<void> {
    await this.queue.addBulk(
      deadlines.map(({ jobId, of, delayMs }) => ({
        name: of,
        data: { jobId, of },
        opts: { jobId: `${jobId}-${of}`, delay: Math.max(0, Math.ceil(delayMs)) },
      })),
    );
  }

  /** Hands over what is due; a throwing `expire` is tried again with growing pauses. */
  work(expire: (deadline: Deadline) => Promise<void>): void {
    this.workerConnection = connectTo(this.redisUrl, { maxRetriesPerRequest: null });
    this.worker = new Worker<Deadline>(QUEUE, ({ data }) => expire(data), {
      connection: this.workerConnection,
      concurrency: 50,
    });
    this.worker.on('error', () => undefined);
  }

  async close(): Promise<void> {
    // A graceful closing waits for Redis to answer on every connection, and one of them may just be coming back.
    const away = [this.connection, this.workerConnection].some(
      (redis) => redis !== undefined && redis.status !== 'ready',
    );
    const closing = Promise.all([this.worker?.close(away), this.queue.close()]).catch(() => undefined);
    const limit = new AbortController();
    await Promise.race([closing, pause(away ? 0 : CLOSE_WITHIN_MS, undefined, limit).catch(() => undefined)]);
    limit.abort();
    // BullMQ leaves connections alone that it was given.
    this.workerConnection?.disconnect();
    this.connection.disconnect();
  }
}
