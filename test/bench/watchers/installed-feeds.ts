import { openRedis } from '@push-jobs/bus';
import { once } from 'node:events';
import type { Redis } from 'ioredis';
import { Client } from 'pg';
import { Installation } from '../installation.ts';
import { Audience } from './audience.ts';
import { Crowd } from './crowd.ts';
import type { EventBatch } from './event-text.ts';
import { StoredJob } from './stored-job.ts';

/** A day: feeds of ended jobs play in full for as long as the benchmark takes. */
const GRACE = { feed: { FINISHED_GRACE_SECONDS: '86400' } };

/** An installation whose feed service has a crowd before it. */
export class InstalledFeeds implements AsyncDisposable {
  private gathered: Promise<Audience> | undefined;

  private constructor(
    readonly installation: Installation,
    readonly postgres: Client,
    readonly redis: Redis,
    private readonly watchers: number,
  ) {}

  static async open(watchers: number): Promise<InstalledFeeds> {
    const installation = await Installation.start({ overrides: GRACE });
    const postgres = new Client({ connectionString: installation.databaseUrl });
    await postgres.connect();
    const redis = openRedis(installation.redisUrl);
    await once(redis, 'ready');
    return new InstalledFeeds(installation, postgres, redis, watchers);
  }

  storedJob(settings: { events: number; ended: boolean }): Promise<StoredJob> {
    return StoredJob.create(this, settings);
  }

  audience(): Promise<Audience> {
    this.gathered ??= this.gather();
    return this.gathered;
  }

  /** A watcher's whole request. */
  request(path: string): string {
    const headers = {
      Host: '127.0.0.1',
      Accept: 'text/event-stream',
      ...this.installation.client.headers('GET', path, ''),
    };
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    return `GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const audience = await this.gathered?.catch(() => undefined); // told already
    await audience?.[Symbol.asyncDispose]();
    this.redis.disconnect();
    await this.postgres.end();
    await this.installation[Symbol.asyncDispose]();
  }

  private async gather(): Promise<Audience> {
    const { installation, watchers } = this;
    const job = await this.storedJob({ events: 0, ended: false });
    const publish = (batch: EventBatch) => job.publish(batch);
    const source = {
      pid: installation.pid('feed'),
      port: installation.feedPort,
      request: this.request(job.path),
      publish,
    };
    return Audience.gather(source, new Crowd(watchers));
  }
}
