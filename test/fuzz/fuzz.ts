import { expect } from 'vitest';
import { TestCluster } from '../support/local-cluster.ts';
import { GoodNode } from './good-node.ts';
import { fuzzHttp } from './http.ts';
import { Inhabitants } from './inhabitants.ts';
import { Random } from './random.ts';
import { type Growth, Vitals } from './vitals.ts';
import { fuzzZmq, refusals } from './zmq.ts';

/** What a service may have more at the end of a run than in its middle: what a collector leaves lying about, no more. */
const MAX_GROWTH_MIB = 48;

/** An installation of its own to be sent nonsense, with a good node at work in it. */
export class FuzzRun implements AsyncDisposable {
  private constructor(
    private readonly system: TestCluster,
    private readonly inhabitants: Inhabitants,
    private readonly seed: number,
  ) {}

  static async start(seed: number): Promise<FuzzRun> {
    // Nodes may be starved of the processor for some seconds, since this keeps it busy.
    const system = await TestCluster.start({
      heartbeatIntervalSeconds: 2,
      overrides: { broker: { MAX_MESSAGES_PER_SECOND: '0' } }, // nonsense is to be looked at, however much of it comes
    });
    return new FuzzRun(system, await Inhabitants.settle(system), seed);
  }

  /** @returns what happened, in one line for each figure; fails the test where something went wrong. */
  async http(requests: number): Promise<string> {
    return this.beside(async (report) => {
      const figures = await fuzzHttp(this.system, this.inhabitants, new Random(this.seed), { requests, report });
      expect(figures.faults.length, `${figures.faults.slice(0, 10).join('\n\n')}\n`).toBe(0);
      const { sent, malformed, cut, statuses } = figures;
      return `${sent} requests, ${malformed} of them no HTTP, ${cut} cut off\nstatuses ${JSON.stringify(statuses)}`;
    });
  }

  async zmq(frames: number): Promise<string> {
    return this.beside(async (report, good) => {
      const othersJob = () => good.current;
      const figures = await fuzzZmq(this.system, this.inhabitants, new Random(this.seed), {
        frames,
        report,
        othersJob,
      });
      expect(figures.refused, 'forged messages are refused').toBeGreaterThanOrEqual(figures.forged);
      const reasons = await refusals(this.system);
      expect(reasons.get('internal') ?? 0, 'messages that the broker could not handle').toBe(0);
      const counts = Object.entries(figures).map(([name, figure]) => `${name} ${figure}`);
      return `${counts.join(', ')}\nrefused: ${[...reasons].map(([why, count]) => `${why} ${count}`).join(', ')}`;
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.system[Symbol.asyncDispose]();
  }

  /** Does something while the good node works and everything is watched. */
  private async beside(run: (report: (progress: number) => Promise<void>, good: GoodNode) => Promise<string>) {
    const vitals = new Vitals(this.system);
    await vitals.sample(0);
    const good = new GoodNode(this.system);
    const report = async (progress: number) => {
      good.check();
      await vitals.sample(progress);
    };
    const figures = await run(report, good).finally(() => good.stop());
    expect(vitals.ended, 'processes that ended').toEqual([]);
    const growth = vitals.growth();
    expect(growth.filter(({ middleMiB, endMiB }) => endMiB - middleMiB > MAX_GROWTH_MIB)).toEqual([]);
    return [figures, `the good node did ${good.jobs} jobs, the slowest in ${good.slowestMs} ms`, memory(growth)].join(
      '\n',
    );
  }
}

const memory = (growth: readonly Growth[]): string =>
  `memory in MiB: ${growth.map(({ name, middleMiB, endMiB }) => `${name} ${middleMiB} -> ${endMiB}`).join(', ')}`;
