import { freePorts, ORGANIZATION } from '@push-jobs/local';
import type { BareHttpMethods } from '../floors/bare-http-worker.ts';
import type { InstallationSettings } from '../installation.ts';
import { InstalledNodes } from '../nodes/installed-nodes.ts';
import { WorkerProcess } from '../worker-process.ts';
import type { RequestWorkerMethods } from './request-worker.ts';

const JOBS_PATH = `/organizations/${ORGANIZATION}/pushy/jobs`;

/** A process that posts jobs, to the product or to whoever else listens. */
export type Poster = WorkerProcess<RequestWorkerMethods>;

/** An installation with some nodes, a process that posts to it, and another that posts to a bare server beside it. */
export class InstalledJobs implements AsyncDisposable {
  private constructor(
    readonly nodes: InstalledNodes,
    private readonly workers: readonly AsyncDisposable[],
    readonly poster: Poster,
    /** Its server is a Fastify with one insert into the same Postgres. */
    readonly barePoster: Poster,
  ) {}

  static async open(count: number, overrides: InstallationSettings['overrides'] = {}): Promise<InstalledJobs> {
    const nodes = await InstalledNodes.open(count, { overrides });
    const { installation } = nodes;
    const workers: AsyncDisposable[] = [];
    const post = async (port: number): Promise<Poster> => {
      const worker: Poster = new WorkerProcess(new URL('./request-worker.js', import.meta.url));
      workers.push(worker);
      const settings = { port, path: JOBS_PATH, userId: 'admin', privateKey: installation.privateKey };
      await worker.call('prepare', settings);
      return worker;
    };
    const bare = new WorkerProcess<BareHttpMethods>(new URL('../floors/bare-http-worker.js', import.meta.url));
    workers.push(bare);
    const [port = 0] = await freePorts(1);
    await bare.call('open', { port, databaseUrl: installation.databaseUrl });
    return new InstalledJobs(nodes, workers, await post(installation.gatewayPort), await post(port));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker[Symbol.asyncDispose]()));
    await this.nodes[Symbol.asyncDispose]();
  }
}
