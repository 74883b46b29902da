import { WorkerProcess } from '../worker-process.ts';
import type { Arrival, WatcherWorkerMethods } from './watcher-worker.ts';

const PROCESSES = 2;

/** Thousands of watchers of one stream, in a few processes. */
export class Crowd implements AsyncDisposable {
  private readonly workers = Array.from(
    { length: PROCESSES },
    () => new WorkerProcess<WatcherWorkerMethods>(new URL('./watcher-worker.js', import.meta.url)),
  );

  constructor(readonly size: number) {}

  /** Resolves once every stream has begun. @throws Error where one was refused */
  async arrive(at: Omit<Arrival, 'count'>): Promise<void> {
    const count = this.size / PROCESSES;
    await Promise.all(this.workers.map((worker) => worker.call('arrive', { ...at, count })));
  }

  /** Counts anew. `timing`: with the delay of each delivery. */
  async restart(timing = false): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.call('restart', timing)));
  }

  /** Resolves once everybody has seen so many events. @throws Error where somebody saw more, or was cut off */
  async awaitEvents(each: number): Promise<void> {
    const share = (each * this.size) / PROCESSES;
    await Promise.all(this.workers.map((worker) => worker.call('awaitEvents', share)));
    const seen = await Promise.all(this.workers.map((worker) => worker.call('seen', undefined)));
    const closed = seen.reduce((sum, { closed }) => sum + closed, 0);
    const events = seen.reduce((sum, { events }) => sum + events, 0);
    if (closed > 0) throw new Error(`${closed} watchers were cut off`);
    if (events !== each * this.size) throw new Error(`${events} deliveries instead of ${each * this.size}`);
  }

  /** Milliseconds of each delivery since the last restart. */
  async delays(): Promise<number[]> {
    const seen = await Promise.all(this.workers.map((worker) => worker.call('seen', undefined)));
    return seen.flatMap(({ delays }) => delays);
  }

  async leave(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.call('leave', undefined)));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker[Symbol.asyncDispose]()));
  }
}
