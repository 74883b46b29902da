import { NODES } from '@push-jobs/local';
import { readFeed } from '../support/feed-reader.ts';
import type { TestCluster } from '../support/local-cluster.ts';

const [NODE] = NODES;

/** A real agent that does its work while others misbehave: one job after the other, each of which has to succeed. */
export class GoodNode {
  jobs = 0;
  slowestMs = 0;
  /** The job that it is at, which others may try to disturb. */
  current = '';
  private stopping = false;
  private readonly working: Promise<void>;
  private failure: Error | undefined;

  constructor(private readonly system: TestCluster) {
    this.working = this.work().catch((error: unknown) => {
      this.failure = error instanceof Error ? error : new Error(String(error));
    });
  }

  /** @throws Error where a job did not end as it should have */
  check(): void {
    if (this.failure !== undefined) throw this.failure;
  }

  /** Lets the current job end. */
  async stop(): Promise<void> {
    this.stopping = true;
    await this.working;
    this.check();
  }

  private async work(): Promise<void> {
    while (!this.stopping) {
      const begun = performance.now();
      await this.job();
      this.jobs += 1;
      this.slowestMs = Math.max(this.slowestMs, Math.round(performance.now() - begun));
    }
  }

  private async job(): Promise<void> {
    const { system } = this;
    const client = system.client();
    const id = await system.startJob({ command: 'echo hello', nodes: [NODE], capture_output: true }, client);
    this.current = id;
    await readFeed(client, system.path(`job_status_feed/${id}`));
    const job = await system.job(id);
    if (job.status !== 'complete' || job.nodes['succeeded']?.[0] !== NODE) {
      throw new Error(`the good node's job ended as ${JSON.stringify(job)}`);
    }
    const output = await client.request('GET', system.path(`jobs/${id}/output/${NODE}/stdout`));
    if ((await output.text()) !== 'hello\n') throw new Error(`the good node's output was lost (${output.status})`);
    const { body: state } = await client.json('GET', system.path(`node_states/${NODE}`));
    const wanted = { node_name: NODE, status: 'online', availability: 'available' };
    if (JSON.stringify(state) !== JSON.stringify(wanted)) throw new Error(`the good node is ${JSON.stringify(state)}`);
  }
}
