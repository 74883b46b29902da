import { Prisma } from '@push-jobs/db';
import { type TestDatabase, testDatabase, type TestRedis, testRedis } from '@push-jobs/testing';
import { FakeBroker, FakeOutputs } from './grpc-fakes.ts';
import { ORG, Replica } from './replica.ts';

/** Real Postgres and Redis, a broker and an output store that record, and as many replicas as a test starts. */
export class World implements AsyncDisposable {
  private readonly replicas: Replica[] = [];
  private readonly others: FakeBroker[] = [];

  private constructor(
    private readonly db: TestDatabase,
    readonly redis: TestRedis,
    readonly broker: FakeBroker,
    readonly outputs: FakeOutputs,
  ) {}

  static async create(): Promise<World> {
    const [db, redis, outputs] = await Promise.all([testDatabase(), testRedis(), FakeOutputs.start()]);
    return new World(db, redis, await FakeBroker.start(redis.url), outputs);
  }

  async replica(env: Record<string, string> = {}): Promise<Replica> {
    const replica = await Replica.start({
      DATABASE_URL: this.db.url,
      REDIS_URL: this.redis.url,
      OUTPUT_ADDRESS: this.outputs.address,
      ...env,
    });
    this.replicas.push(replica);
    return replica;
  }

  async otherBroker(): Promise<FakeBroker> {
    const broker = await FakeBroker.start(this.redis.url);
    this.others.push(broker);
    return broker;
  }

  get databaseUrl(): string {
    return this.db.url;
  }

  get database(): TestDatabase['database'] {
    return this.db.database;
  }

  /** `1 quorum_vote {"timestamp":T,"node":"a","status":"success"}`, one line per event, in order. */
  async feed(jobId: string): Promise<string[]> {
    const rows = await this.database.$queryRaw<FeedRow[]>(Prisma.sql`
      select number, event, data from job_event where job_id = ${jobId} order by number`);
    return lines(rows);
  }

  async organizationFeed(organization = ORG): Promise<string[]> {
    const rows = await this.database.$queryRaw<FeedRow[]>(Prisma.sql`
      select number, event, data from organization_event where organization = ${organization} order by number`);
    return lines(rows);
  }

  async outboxDepth(): Promise<number> {
    return this.database.outbox.count();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.replicas.map((replica) => replica[Symbol.asyncDispose]()));
    for (const thing of [this.broker, ...this.others, this.outputs, this.redis, this.db]) {
      await thing[Symbol.asyncDispose]();
    }
  }
}

interface FeedRow {
  number: number | bigint;
  event: string;
  data: string;
}

const STAMP = /^\{"timestamp":"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}Z)"/;

/** Also sees to it that times strictly grow. */
function lines(rows: readonly FeedRow[]): string[] {
  const stamps = rows.map(({ data }) => STAMP.exec(data)?.[1] ?? 'no timestamp');
  if (stamps.some((stamp, i) => i > 0 && stamp <= (stamps[i - 1] ?? ''))) throw new Error(`times: ${stamps.join()}`);
  return rows.map(({ number, event, data }) => `${number} ${event} ${data.replace(STAMP, '{"timestamp":T')}`);
}
