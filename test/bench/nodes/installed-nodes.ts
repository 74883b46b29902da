import { openRedis } from '@push-jobs/bus';
import { eventually, ORGANIZATION } from '@push-jobs/local';
import { once } from 'node:events';
import { Completions } from '../completions.ts';
import { Installation, type InstallationSettings } from '../installation.ts';
import { observe, spaces } from '../observations.ts';
import { memoryBytes } from '../processes.ts';
import { progress } from '../progress.ts';
import { NodeFleet, nodeNames } from './node-fleet.ts';

const AVAILABLE_WITHIN_MS = 120_000;
const WARM_UPS = 5;
/** The model of test/scale predicts jobs on 1,000 and 9,000 nodes from the others. */
const JOB_SIZES = [100, 300, 1_000, 3_000, 9_000];

interface Settings extends InstallationSettings {
  readonly storms?: number;
}

/** An installation with simulated nodes that are all available. */
export class InstalledNodes implements AsyncDisposable {
  /** Seconds from the first configuration request until all nodes are available, of each storm. */
  readonly stormSeconds: number[] = [];
  /** Of the broker, per node with both channels. */
  bytesPerNode = NaN;
  private readonly durations = new Map<number, number[]>();

  private constructor(
    readonly installation: Installation,
    readonly fleet: NodeFleet,
    readonly completions: Completions,
  ) {}

  static async open(count: number, { storms = 1, ...settings }: Settings = {}): Promise<InstalledNodes> {
    const { heartbeatSeconds = 10 } = settings;
    const installation = await Installation.start({ ...settings, heartbeatSeconds });
    const names = nodeNames(count);
    await installation.addClients(names);
    const completions = await Completions.follow(installation);
    const nodes = new InstalledNodes(installation, new NodeFleet(ORGANIZATION, names), completions);
    try {
      const emptyBytes = memoryBytes(installation.pid('broker'));
      for (let i = 0; i < storms; i++) {
        await nodes.storm(heartbeatSeconds * 1000);
        if (i === 0) await nodes.noteSpace(memoryBytes(installation.pid('broker')) - emptyBytes);
      }
    } catch (error) {
      await nodes[Symbol.asyncDispose]();
      throw error;
    }
    return nodes;
  }

  available(): Promise<number> {
    return this.installation.metric('broker', 'push_jobs_broker_nodes_available');
  }

  /** @throws Error unless every node is available */
  async checkAvailable(): Promise<void> {
    const available = await this.available();
    if (available < this.fleet.names.length) throw new Error(`only ${available} nodes are available`);
    await this.fleet.checkFaults();
  }

  /**
   * Jobs on the first `size` nodes, from POST to `job_complete` in the organization's feed. @returns seconds of each
   * @throws Error where a job did not succeed on every node
   */
  async jobSeconds(size: number, repetitions: number): Promise<readonly number[]> {
    if (this.durations.size === 0) await this.runJobs(repetitions);
    const known = this.durations.get(size) ?? [];
    progress(`jobs on ${size} nodes took ${known.map((seconds) => seconds.toFixed(3)).join(', ')} s`);
    return known;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.completions[Symbol.dispose]();
    await this.fleet[Symbol.asyncDispose]();
    await this.installation[Symbol.asyncDispose]();
  }

  /** `bytes`: of the broker. */
  private async noteSpace(bytes: number): Promise<void> {
    const size = this.fleet.names.length;
    this.bytesPerNode = bytes / size;
    spaces.push({ of: 'nodes', size, bytes });
    const redis = openRedis(this.installation.redisUrl);
    await once(redis, 'ready');
    const index = await redis.memory('USAGE', `presence:nodes:${ORGANIZATION}`, 'SAMPLES', 0);
    redis.disconnect();
    spaces.push({ of: 'presence', size, bytes: Number(index) });
  }

  /**
   * Jobs of all sizes, one after the other. The sizes take turns: code grows warmer and machines become slower and faster
   * while jobs are run, and that must not tell one size from another.
   */
  private async runJobs(repetitions: number): Promise<void> {
    for (const size of JOB_SIZES) {
      for (let i = 0; i < WARM_UPS; i++) await this.runJob(size);
      this.durations.set(size, []);
    }
    for (let i = 0; i < repetitions; i++) {
      for (const [size, seconds] of this.durations) {
        const run = () => this.runJob(size);
        seconds.push(await observe(this.installation, 'job', run, () => size));
      }
    }
  }

  private async runJob(size: number): Promise<number> {
    const { client } = this.installation;
    const path = `/organizations/${ORGANIZATION}/pushy/jobs`;
    const startedMs = performance.now();
    const nodes = this.fleet.names.slice(0, size);
    const { status, body } = await client.json<{ uri: string }>('POST', path, { command: 'uptime', nodes });
    if (status !== 201) throw new Error(`the job was answered ${status}: ${JSON.stringify(body)}`);
    const jobId = body.uri.slice(-32);
    await this.completions.of(jobId);
    const seconds = (performance.now() - startedMs) / 1000;
    await this.checkSucceeded(jobId, size);
    return seconds;
  }

  private async checkSucceeded(jobId: string, size: number): Promise<void> {
    const path = `/organizations/${ORGANIZATION}/pushy/jobs/${jobId}`;
    const { body } = await this.installation.client.json<{ nodes: Record<string, string[]> }>('GET', path);
    const { succeeded = [], ...others } = body.nodes;
    if (succeeded.length !== size)
      throw new Error(`job ${jobId} did not succeed everywhere: ${JSON.stringify(others)}`);
  }

  private async storm(intervalMs: number): Promise<void> {
    const { fleet, installation } = this;
    await fleet.prepare(installation.privateKey);
    const configured = await installation.metric('broker', 'push_jobs_broker_configurations_total');
    if (this.stormSeconds.length > 0) await this.noneAvailable();
    const seconds = await observe(
      installation,
      'arrivals',
      () => this.arrive(intervalMs),
      () => fleet.names.length,
    );
    this.stormSeconds.push(seconds);
    const given = (await installation.metric('broker', 'push_jobs_broker_configurations_total')) - configured;
    if (given < fleet.names.length) throw new Error(`only ${given} configurations were given out`);
  }

  /** @returns seconds until all nodes were available */
  private async arrive(intervalMs: number): Promise<number> {
    const { fleet, installation } = this;
    const startedMs = performance.now();
    await fleet.arrive({ origin: installation.origin, intervalMs });
    progress(`all nodes have asked and connected after ${((performance.now() - startedMs) / 1000).toFixed(1)} s`);
    const all = async (): Promise<boolean> => (await this.available()) >= fleet.names.length;
    await eventually('all nodes are available', all, AVAILABLE_WITHIN_MS);
    return (performance.now() - startedMs) / 1000;
  }

  /** Those that left have been missed. */
  private async noneAvailable(): Promise<void> {
    await eventually('nodes that left are down', async () => (await this.available()) === 0, AVAILABLE_WITHIN_MS);
  }
}
