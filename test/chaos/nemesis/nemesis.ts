import { eventually } from '@push-jobs/local';
import { setTimeout as pause } from 'node:timers/promises';
import type { AgentHost } from '../agent-host.ts';
import type { Outage } from '../history.ts';
import type { Installation } from '../installation.ts';
import { describeFault, type Fault, type NetworkFault, type Planned } from './schedule.ts';

/** An outage is over this long after its cause: connections come back, queues drain. */
const MARGIN_MS = 4_000;
/** A peer that falls silent is noticed by gRPC's keepalive after 15 s. */
const SILENCE_MARGIN_MS = 16_000;

/** A process that was killed is started again, however busy the machine. */
const SIBLING_WITHIN_MS = 120_000;

/** Does to the installation what was planned, and says when answers of 5xx are to be expected. */
export class Nemesis {
  readonly outages: Outage[] = [];
  private readonly underway: Promise<void>[] = [];
  private inOrder: Promise<void> = Promise.resolve();

  constructor(
    private readonly installation: Installation,
    private readonly say: (line: string) => void,
  ) {}

  /** Ends when the last fault has been healed. */
  async run(planned: readonly Planned[]): Promise<void> {
    const startMs = Date.now();
    for (const { atMs, fault } of planned) {
      await pause(Math.max(0, startMs + atMs - Date.now()));
      this.say(describeFault(fault));
      this.underway.push(this.inflict(fault));
    }
    await Promise.all(this.underway);
  }

  private async inflict(fault: Fault): Promise<void> {
    const fromMs = Date.now();
    const outage = { fromMs: fromMs - 500, untilMs: Infinity, why: describeFault(fault) };
    const marginMs = excuses(fault);
    if (marginMs !== undefined) this.outages.push(outage);
    await this.perform(fault);
    outage.untilMs = Date.now() + (marginMs ?? 0);
  }

  private async perform(fault: Fault): Promise<void> {
    switch (fault.kind) {
      case 'kill':
        return this.kill(fault.service, fault.forMs);
      case 'restart':
        return this.restart(fault.service, fault.forMs);
      case 'freeze':
        return this.freeze(fault.service, fault.forMs);
      case 'postgres':
        return this.endPostgres(fault.signal, fault.forMs);
      case 'redis':
        return this.spoilRedis(fault.how, fault.forMs);
      case 'network':
        return this.spoilNetwork(fault.link, fault.how, fault.forMs);
      case 'clock':
        return this.stepClock(fault.host, fault.offsetMs, fault.forMs);
      case 'agents':
        return void (await Promise.all(
          fault.hosts.map((key) => this.hitAgent(this.host(key), fault.how, fault.forMs)),
        ));
      case 'upgrade':
        return this.upgrade();
    }
  }

  private async kill(name: string, forMs: number): Promise<void> {
    const service = this.installation.service(name);
    await service.hold('SIGKILL');
    await pause(forMs);
    await service.release();
  }

  /** Who stops a replica on purpose does so while the other one serves, as a PodDisruptionBudget has it. */
  private async restart(name: string, forMs: number): Promise<void> {
    const restarting = this.inOrder.then(async () => {
      const service = this.installation.service(name);
      const other = this.installation.siblingOf(name);
      await eventually(`${other.name} serves`, () => Promise.resolve(other.isUp), SIBLING_WITHIN_MS);
      await service.hold('SIGTERM');
      await pause(forMs);
      await service.release();
    });
    this.inOrder = restarting;
    return restarting;
  }

  private async freeze(name: string, forMs: number): Promise<void> {
    const service = this.installation.service(name);
    service.freeze(true);
    await pause(forMs);
    service.freeze(false);
  }

  private async endPostgres(signal: 'SIGKILL' | 'SIGQUIT', forMs: number): Promise<void> {
    await this.installation.postgres.end(signal);
    await pause(forMs);
    await this.installation.postgres.start();
  }

  private async spoilRedis(how: 'kill' | 'empty' | 'freeze', forMs: number): Promise<void> {
    const { redis } = this.installation;
    if (how === 'freeze') {
      redis.freeze(true);
      await pause(forMs);
      redis.freeze(false);
      return;
    }
    await redis.end('SIGKILL');
    if (how === 'empty') redis.forget();
    await pause(forMs);
    await redis.start();
  }

  private async spoilNetwork(name: string, how: NetworkFault, forMs: number): Promise<void> {
    const link = this.installation.topology.link(name);
    if (how === 'reset') return link.reset(0.7);
    link.weather = how === 'stall' ? 'stalled' : how;
    await pause(forMs);
    link.weather = 'clear';
  }

  private async stepClock(key: string, offsetMs: number, forMs: number): Promise<void> {
    const host = this.host(key);
    host.stepClock(offsetMs);
    await pause(forMs);
    host.stepClock(0);
  }

  private async hitAgent({ service }: AgentHost, how: 'kill' | 'freeze', forMs: number): Promise<void> {
    if (how === 'kill') return this.bounceAgent(service, forMs);
    service.freeze(true);
    await pause(forMs);
    service.freeze(false);
  }

  private async bounceAgent(service: AgentHost['service'], forMs: number): Promise<void> {
    await service.hold('SIGKILL');
    await pause(forMs);
    await service.release();
  }

  /** One process after the other, each asked to stop and waited for until it is ready, as a Deployment does. */
  private async upgrade(): Promise<void> {
    for (const name of this.installation.services.keys()) await this.restart(name, 0);
  }

  private host(key: string): AgentHost {
    const host = this.installation.hosts.find((one) => one.key === key);
    if (host === undefined) throw new Error(`there is no node ${key}`);
    return host;
  }
}

/**
 * How long after a fault an answer of 5xx may still be its consequence. Undefined: not at all, because nobody may
 * notice it: a restart in order, and whatever happens to nodes.
 */
function excuses(fault: Fault): number | undefined {
  switch (fault.kind) {
    case 'kill':
    case 'postgres':
      return MARGIN_MS;
    case 'freeze':
      return SILENCE_MARGIN_MS;
    case 'network':
      if (fault.link.startsWith('nodes>')) return undefined;
      return fault.how === 'stall' ? SILENCE_MARGIN_MS : MARGIN_MS;
    case 'redis':
      return MARGIN_MS; // node states are read from there
    case 'restart':
    case 'clock':
    case 'agents':
    case 'upgrade':
      return undefined;
  }
}
