import { setTimeout as pause } from 'node:timers/promises';
import { memoryBytes } from '../processes.ts';
import { percentile } from '../statistics.ts';
import type { EventBatch } from './event-text.ts';
import type { Crowd } from './crowd.ts';

const KEPT_QUIET_MS = 1_000;
/** Events that are committed and published together; those of a large job come in hundreds. */
const BATCH = 10;

/** A stream that events can be put into. */
export interface Source {
  /** Of the process that serves the stream. */
  readonly pid: number;
  readonly port: number;
  /** The HTTP request of a watcher. */
  readonly request: string;
  publish(batch: EventBatch): Promise<void>;
}

/** A crowd before a stream, whoever serves it: so that the product and its floor are measured in one way. */
export class Audience implements AsyncDisposable {
  private published = 0;

  private constructor(
    readonly source: Source,
    private readonly crowd: Crowd,
    /** Of the serving process. */
    readonly bytesPerWatcher: number,
  ) {}

  static async gather(source: Source, crowd: Crowd): Promise<Audience> {
    const emptyBytes = memoryBytes(source.pid);
    const { port, request } = source;
    await crowd.arrive({ port, request });
    await pause(KEPT_QUIET_MS); // what was needed to let them in is given back
    return new Audience(source, crowd, (memoryBytes(source.pid) - emptyBytes) / crowd.size);
  }

  get size(): number {
    return this.crowd.size;
  }

  /** Events as fast as they are taken; a multiple of ten. @returns deliveries per second */
  async deliveriesPerSecond(events: number): Promise<number> {
    await this.crowd.restart();
    const startedMs = performance.now();
    for (let i = 0; i < events; i += BATCH) await this.publish();
    await this.crowd.awaitEvents(events);
    return (events * this.crowd.size) / ((performance.now() - startedMs) / 1000);
  }

  /** Events at a steady rate for so many seconds. @returns the 99th percentile of their delays, in milliseconds */
  async delayAt(deliveriesPerSecond: number, seconds: number): Promise<number> {
    const everyMs = (1000 * this.crowd.size * BATCH) / deliveriesPerSecond;
    const batches = Math.round((seconds * 1000) / everyMs);
    await this.crowd.restart(true);
    const startedMs = performance.now();
    for (let i = 0; i < batches; i++) {
      await pause(Math.max(0, startedMs + i * everyMs - performance.now()));
      await this.publish();
    }
    await this.crowd.awaitEvents(batches * BATCH);
    return percentile(await this.crowd.delays(), 99);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.crowd[Symbol.asyncDispose]();
  }

  private publish(): Promise<void> {
    const first = this.published + 1;
    this.published += BATCH;
    return this.source.publish({ first, count: BATCH, sent: performance.timeOrigin + performance.now() });
  }
}
