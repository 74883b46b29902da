import { Cluster, type ClusterOptions, freePorts, ORGANIZATION, WHITELIST } from '@push-jobs/local';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SignedClient } from './signed-client.ts';

export type TestClusterSettings = Partial<
  Pick<ClusterOptions, 'whitelist' | 'replicas' | 'overrides' | 'heartbeatIntervalSeconds'>
>;

export interface JobJson {
  id: string;
  status: string;
  nodes: Record<string, string[]>;
}

/** A whole installation of its own: every service and node as a process, on free ports. */
export class TestCluster implements AsyncDisposable {
  private constructor(
    readonly cluster: Cluster,
    readonly dir: string,
  ) {}

  /** `whitelist`: what nodes may run besides the demo's commands. */
  static async start({ whitelist = {}, ...settings }: TestClusterSettings = {}): Promise<TestCluster> {
    const dir = mkdtempSync(path.join(tmpdir(), 'push-jobs-system-'));
    const [gatewayPort = 0, feedPort = 0, heartbeatPort = 0, commandPort = 0] = await freePorts(4);
    const ports = { gatewayPort, feedPort, heartbeatPort, commandPort };
    const cluster = new Cluster({
      ...{ stateDir: dir, heartbeatIntervalSeconds: 0.5, ...ports },
      ...settings,
      whitelist: { ...WHITELIST, ...whitelist },
    });
    const started = new TestCluster(cluster, dir);
    try {
      await cluster.start();
    } catch (error) {
      await started[Symbol.asyncDispose]();
      throw error;
    }
    return started;
  }

  client(user = 'admin', version: '1.1' | '1.3' = '1.3'): SignedClient {
    const pem = readFileSync(this.cluster.identities.keyFile(user), 'utf8');
    return new SignedClient(`http://127.0.0.1:${this.cluster.options.gatewayPort}`, user, pem, version);
  }

  path(rest: string): string {
    return `/organizations/${ORGANIZATION}/pushy/${rest}`;
  }

  /** Starts a job and answers its id. */
  async startJob(job: Record<string, unknown>, client = this.client()): Promise<string> {
    const { status, body } = await client.json<{ uri: string }>('POST', this.path('jobs'), job);
    if (status !== 201) throw new Error(`the job was answered ${status}: ${JSON.stringify(body)}`);
    return body.uri.slice(-32);
  }

  async job(id: string): Promise<JobJson> {
    return (await this.client().json<JobJson>('GET', this.path(`jobs/${id}`))).body;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.cluster.stop();
    if (process.env['KEEP_TEST_STATE'] === undefined) rmSync(this.dir, { recursive: true, force: true });
  }
}
