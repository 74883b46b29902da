import { WorkerProcess } from '../worker-process.ts';
import type { NodeWorkerMethods } from './node-worker.ts';
import type { NodeConfiguration } from './simulated-node.ts';

/** Two sockets per node and two descriptors per socket: well below the limit of 20,000. */
const NODES_PER_PROCESS = 2_250;

/** Many nodes, in several processes. */
export class NodeFleet implements AsyncDisposable {
  private readonly shares: readonly { worker: WorkerProcess<NodeWorkerMethods>; names: readonly string[] }[];

  constructor(
    private readonly organization: string,
    readonly names: readonly string[],
  ) {
    const processes = Math.ceil(names.length / NODES_PER_PROCESS);
    this.shares = Array.from({ length: processes }, (_, i) => ({
      worker: new WorkerProcess<NodeWorkerMethods>(new URL('./node-worker.js', import.meta.url)),
      names: names.filter((_name, n) => n % processes === i),
    }));
  }

  /** New processes of all nodes, not connected. `privateKey`: PKCS#1 PEM, or empty where no requests will be made. */
  prepare(privateKey: string): Promise<unknown> {
    const { organization } = this;
    return Promise.all(
      this.shares.map(({ worker, names }) => worker.call('prepare', { organization, names, privateKey })),
    );
  }

  /** Configuration requests and connections of all nodes at once, and heartbeats from then on. */
  arrive(at: { origin: string; intervalMs: number }): Promise<unknown> {
    return Promise.all(this.shares.map(({ worker }) => worker.call('arrive', at)));
  }

  connect(configuration: NodeConfiguration): Promise<unknown> {
    return Promise.all(this.shares.map(({ worker }) => worker.call('connect', configuration)));
  }

  subscribe(configuration: NodeConfiguration): Promise<unknown> {
    return Promise.all(this.shares.map(({ worker }) => worker.call('subscribe', configuration)));
  }

  beatEvery(intervalMs: number): Promise<unknown> {
    return Promise.all(this.shares.map(({ worker }) => worker.call('beatEvery', intervalMs)));
  }

  /** @throws Error where nodes could not send, or did not understand the server */
  async checkFaults(): Promise<void> {
    const counts = await Promise.all(this.shares.map(({ worker }) => worker.call('counts', undefined)));
    const faults = counts.reduce((sum, tally) => sum + tally.faults, 0);
    if (faults > 0) throw new Error(`${faults} messages of nodes or to nodes went wrong`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.shares.map(({ worker }) => worker[Symbol.asyncDispose]()));
  }
}

export const nodeNames = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => `node-${String(i).padStart(5, '0')}`);
