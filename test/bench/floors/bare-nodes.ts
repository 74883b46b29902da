import { eventually, freePorts } from '@push-jobs/local';
import { memoryBytes, openDescriptors } from '../processes.ts';
import { NodeFleet, nodeNames } from '../nodes/node-fleet.ts';
import type { NodeConfiguration } from '../nodes/simulated-node.ts';
import { WorkerProcess } from '../worker-process.ts';
import type { BareRouterMethods } from './bare-router-worker.ts';

const HEARTBEAT_MS = 10_000;

/** A bare ROUTER and PUB in a process of their own, and the same simulated nodes as the product gets. */
export class BareNodes implements AsyncDisposable {
  /** Seconds from the first connection to the last message that came through, of each storm. */
  readonly stormSeconds: number[] = [];
  /** Of the server process, per node with both channels. */
  bytesPerNode = NaN;

  private constructor(
    readonly router: WorkerProcess<BareRouterMethods>,
    readonly fleet: NodeFleet,
    private readonly configuration: NodeConfiguration,
  ) {}

  static async open(count: number, { storms = 1, heartbeatMs = HEARTBEAT_MS } = {}): Promise<BareNodes> {
    const router = new WorkerProcess<BareRouterMethods>(new URL('./bare-router-worker.js', import.meta.url));
    const [command = 0, heartbeat = 0] = await freePorts(2);
    const configuration = await router.call('open', { command, heartbeat });
    const bare = new BareNodes(router, new NodeFleet('bare', nodeNames(count)), configuration);
    const emptyBytes = memoryBytes(router.pid);
    for (let i = 0; i < storms; i++) {
      await bare.storm();
      if (i === 0) bare.bytesPerNode = (memoryBytes(router.pid) - emptyBytes) / count;
    }
    await router.call('beatEvery', heartbeatMs);
    await bare.fleet.beatEvery(heartbeatMs);
    return bare;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.fleet[Symbol.asyncDispose]();
    await this.router[Symbol.asyncDispose]();
  }

  private async storm(): Promise<void> {
    await this.fleet.prepare('');
    await this.router.call('forget', undefined);
    const startedMs = performance.now();
    const all = this.router.call('awaitNodes', this.fleet.names.length);
    await this.fleet.connect(this.configuration);
    await all;
    this.stormSeconds.push((performance.now() - startedMs) / 1000);
    await this.fleet.subscribe(this.configuration);
    const { length } = this.fleet.names;
    await eventually(
      'both channels of all nodes are connected',
      async () => openDescriptors(this.router.pid) > 2 * length,
    );
  }
}
