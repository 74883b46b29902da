import { freePorts } from '@push-jobs/local';
import { Audience } from '../watchers/audience.ts';
import { Crowd } from '../watchers/crowd.ts';
import { type EventBatch, streamText } from '../watchers/event-text.ts';
import { WorkerProcess } from '../worker-process.ts';
import type { BareStreamMethods } from './bare-stream-worker.ts';

/** Raw response streams with a crowd before them. */
export class BareFeeds implements AsyncDisposable {
  private gathered: Promise<Audience> | undefined;

  private constructor(
    private readonly server: WorkerProcess<BareStreamMethods>,
    private readonly port: number,
    private readonly watchers: number,
  ) {}

  static async open(watchers: number): Promise<BareFeeds> {
    const server = new WorkerProcess<BareStreamMethods>(new URL('./bare-stream-worker.js', import.meta.url));
    const [port = 0] = await freePorts(1);
    await server.call('listen', port);
    return new BareFeeds(server, port, watchers);
  }

  audience(): Promise<Audience> {
    const publish = (batch: EventBatch) => this.server.call('say', streamText(batch));
    const request = 'GET / HTTP/1.1\r\nHost: bare\r\n\r\n';
    this.gathered ??= Audience.gather(
      { pid: this.server.pid, port: this.port, request, publish },
      new Crowd(this.watchers),
    );
    return this.gathered;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const audience = await this.gathered?.catch(() => undefined); // told already
    await audience?.[Symbol.asyncDispose]();
    await this.server[Symbol.asyncDispose]();
  }
}
