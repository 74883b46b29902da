import { openRedis } from '@push-jobs/bus';
import { freePorts } from '@push-jobs/local';
import { type TestDatabase, testDatabase, type TestRedis, testRedis } from '@push-jobs/testing';
import { Config } from '../config.ts';
import { serve } from '../serve.ts';
import { FakeOrchestrator, signedGet } from './fake-orchestrator.fixture.ts';
import { FeedWriter } from './feed-writer.fixture.ts';
import { Stream } from './stream.fixture.ts';

/** Short enough that tests do not wait, long enough for the machine. */
const QUICK = {
  KEEPALIVE_SECONDS: '0.5',
  POLL_SECONDS: '0.2',
  SLOW_WATCHER_SECONDS: '0.5',
  MAX_PENDING_BYTES: '65536',
};

/** A feed service on a real Postgres and Redis, with an orchestrator that only knows who may do what. */
export class TestService implements AsyncDisposable {
  readonly orchestrator = new FakeOrchestrator();
  readonly writer: FeedWriter;
  private stopped = false;

  private constructor(
    readonly db: TestDatabase,
    readonly redis: TestRedis,
    private readonly publisher: ReturnType<typeof openRedis>,
  ) {
    this.writer = new FeedWriter(db.database);
  }

  private port = 0;
  private operationsPort = 0;
  private running: Awaited<ReturnType<typeof serve>> | undefined;

  /** `settings`: variables over the usual ones. */
  static async start(settings: Record<string, string> = {}): Promise<TestService> {
    const redis = await testRedis();
    const service = new TestService(await testDatabase(), redis, openRedis(redis.url));
    await service.serve(await service.orchestrator.listen(), settings);
    return service;
  }

  private async serve(orchestrator: string, settings: Record<string, string>): Promise<void> {
    [this.port = 0, this.operationsPort = 0] = await freePorts(2);
    const source = {
      ...{
        DATABASE_URL: this.db.url,
        REDIS_URL: this.redis.url,
        ORCHESTRATOR_ADDRESS: orchestrator,
        LOG_LEVEL: 'error',
      },
      ...{ FEED_PORT: String(this.port), OPERATIONS_PORT: String(this.operationsPort), ...QUICK },
      ...settings,
    };
    this.running = await serve(Config.from(source));
    await this.connected(true);
  }

  /** Resolves once the service has, or has lost, its connection to Redis. */
  async connected(there: boolean): Promise<void> {
    while ((await this.metric('push_jobs_feed_pubsub_connected')) !== (there ? 1 : 0));
  }

  url(path: string): string {
    return `http://127.0.0.1:${this.port}${path}`;
  }

  /** Opens a feed, signed. `path`: what follows the organization's `pushy/job_status_feed`. */
  watch(organization: string, path = '', headers: Record<string, string> = {}): Promise<Stream> {
    const full = `/organizations/${organization}/pushy/job_status_feed${path}`;
    return Stream.open(this.url(full), { accept: 'text/event-stream', ...signedGet(full), ...headers });
  }

  async publish({ channel, message }: { channel: string; message: object }): Promise<void> {
    await this.publisher.publish(channel, JSON.stringify(message));
  }

  /** Sum over all labels. */
  async metric(name: string): Promise<number> {
    const text = await (await fetch(`http://127.0.0.1:${this.operationsPort}/metrics`)).text();
    const lines = text.split('\n').filter((line) => line.startsWith(`${name}{`));
    return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
  }

  async ready(): Promise<number> {
    return (await fetch(`http://127.0.0.1:${this.operationsPort}/readyz`)).status;
  }

  /** As at SIGTERM. */
  async stop(): Promise<void> {
    if (this.stopped) return;
    this.stopped = true;
    await this.running?.app.close();
    await this.running?.operations.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    this.publisher.disconnect();
    this.orchestrator.stop();
    await this.redis[Symbol.asyncDispose]();
    await this.db[Symbol.asyncDispose]();
  }
}
