import { Cluster, freePorts, NODES, ORGANIZATION, type ServiceName, SERVICES } from '@push-jobs/local';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { metric } from '../support/metrics.ts';
import { SignedClient } from '../support/signed-client.ts';
import { ended, opened } from './leftovers.ts';
import { progress } from './progress.ts';

export interface InstallationSettings {
  readonly heartbeatSeconds?: number;
  readonly overrides?: Partial<Record<ServiceName, Record<string, string>>>;
}

const USER = 'admin';
/** One principal asks for what thousands would. */
const UNLIMITED = { RATE_LIMIT_PRINCIPAL_PER_SECOND: '0', RATE_LIMIT_ORGANIZATION_PER_SECOND: '0' };

/** All services as processes of this machine, one replica each, without nodes. */
export class Installation implements AsyncDisposable {
  private constructor(
    private readonly cluster: Cluster,
    private readonly dir: string,
  ) {}

  static async start({ heartbeatSeconds = 10, overrides = {} }: InstallationSettings = {}): Promise<Installation> {
    const dir = mkdtempSync(path.join(tmpdir(), 'push-jobs-bench-'));
    const [gatewayPort = 0, feedPort = 0, heartbeatPort = 0, commandPort = 0] = await freePorts(4);
    const ports = { gatewayPort, feedPort, heartbeatPort, commandPort };
    const options = {
      ...{ stateDir: dir, heartbeatIntervalSeconds: heartbeatSeconds, ...ports },
      overrides: { gateway: UNLIMITED, ...overrides },
    };
    const installation = new Installation(new Cluster(options), dir);
    opened(installation);
    try {
      await installation.cluster.start();
      // The nodes of a local copy are whole agents; ours are simulated.
      await Promise.all(NODES.map((name) => installation.cluster.child(name).stop()));
    } catch (error) {
      await installation[Symbol.asyncDispose]();
      throw error;
    }
    return installation;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.gatewayPort}`;
  }

  get gatewayPort(): number {
    return this.cluster.options.gatewayPort;
  }

  get feedPort(): number {
    return this.cluster.options.feedPort;
  }

  get databaseUrl(): string {
    return this.cluster.databaseUrl;
  }

  get redisUrl(): string {
    return this.cluster.redisUrl;
  }

  get orchestratorAddress(): string {
    const address = this.cluster.child('feed').spec.env['ORCHESTRATOR_ADDRESS'];
    if (address === undefined) throw new Error('the feed service was not told where the orchestrator is');
    return address;
  }

  get privateKey(): string {
    return readFileSync(this.cluster.identities.keyFile(USER), 'utf8');
  }

  get client(): SignedClient {
    return new SignedClient(this.origin, USER, this.privateKey);
  }

  pid(service: ServiceName): number {
    const { pid } = this.cluster.child(service);
    if (pid === undefined) throw new Error(`${service} does not run`);
    return pid;
  }

  /** Of everything that runs, by name. */
  get pids(): Record<string, number> {
    const services = SERVICES.map((service) => [service, this.pid(service)]);
    const [postgres = NaN, redis = NaN] = this.cluster.pids;
    return { ...(Object.fromEntries(services) as Record<string, number>), postgres, redis };
  }

  metric(service: ServiceName, name: string): Promise<number> {
    return metric(`http://127.0.0.1:${this.cluster.child(service).spec.operationsPort}`, name);
  }

  /** With these settings in place of its own. */
  async restart(service: ServiceName, settings: Record<string, string>): Promise<void> {
    const child = this.cluster.child(service);
    await child.stop();
    Object.assign(child.spec.env, settings);
    await child.start();
  }

  /** Makes clients of these names, all with the key of the user `admin`: making keys is not what is measured. */
  async addClients(names: readonly string[]): Promise<void> {
    const publicKey = this.cluster.identities.publicKey(USER);
    await this.inPostgres(async (postgres) => {
      await postgres.query(`insert into principal (kind, organization, name) select 'client', $1, unnest($2::text[])`, [
        ORGANIZATION,
        names,
      ]);
      await postgres.query(
        `insert into principal_key (kind, organization, principal, public_key)
         select 'client', $1, unnest($2::text[]), $3`,
        [ORGANIZATION, names, publicKey],
      );
    });
  }

  async inPostgres<T>(work: (postgres: Client) => Promise<T>): Promise<T> {
    const postgres = new Client({ connectionString: this.databaseUrl });
    await postgres.connect();
    try {
      return await work(postgres);
    } finally {
      await postgres.end();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.cluster.stop();
    ended(this);
    if (process.env['KEEP_TEST_STATE'] === undefined) rmSync(this.dir, { recursive: true, force: true });
    else progress(`the state of this installation is in ${this.dir}`);
  }
}
