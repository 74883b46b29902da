import { type TestDatabase, testDatabase, type TestRedis, testRedis } from '@push-jobs/testing';
import { randomBytes } from 'node:crypto';
import { type BrokerOptions, RunningBroker } from './broker.fixture.ts';
import { OrchestratorStandIn } from './orchestrator.fixture.ts';

/** What brokers need around them: Postgres, Redis, and an orchestrator that believes what a test tells it. */
export class Surroundings implements AsyncDisposable {
  private constructor(
    readonly db: TestDatabase,
    readonly redis: TestRedis,
    readonly orchestrator: OrchestratorStandIn,
  ) {}

  static async create(): Promise<Surroundings> {
    return new Surroundings(await testDatabase(), await testRedis(), await new OrchestratorStandIn().start());
  }

  broker(options: Partial<BrokerOptions> = {}): Promise<RunningBroker> {
    const { db, redis, orchestrator } = this;
    return RunningBroker.start({
      databaseUrl: db.url,
      redisUrl: redis.url,
      orchestrators: [orchestrator.address],
      ...options,
    });
  }

  /** A job that is not finished. */
  openJob(): string {
    const id = unknownJob();
    this.orchestrator.openJobs.add(id);
    return id;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.orchestrator.stop();
    await this.redis[Symbol.asyncDispose]();
    await this.db[Symbol.asyncDispose]();
  }
}

export const unknownJob = (): string => randomBytes(16).toString('hex');
