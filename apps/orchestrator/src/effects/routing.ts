import { Injectable } from '@nestjs/common';
import type { BrokerAddress, Placement } from '@push-jobs/bus';
import { RedisConnection } from '../connections/redis.ts';

/** Nodes of one organization that a caller wants to find. */
export interface Wanted {
  readonly organization: string;
  readonly nodes: readonly string[];
}

/** Which live broker has which node, as Redis knew it a moment ago. */
export class Whereabouts {
  private readonly brokers: ReadonlyMap<string, BrokerAddress>;
  private readonly placements = new Map<string, Placement>();

  constructor(brokers: readonly BrokerAddress[], placements: readonly Placement[]) {
    this.brokers = new Map(brokers.map((broker) => [broker.session, broker]));
    for (const placement of placements) this.placements.set(keyOf(placement.organization, placement.node), placement);
  }

  get liveSessions(): ReadonlySet<string> {
    return new Set(this.brokers.keys());
  }

  /** Nothing at all is known: before the first broker has come up, or while all of them tell Redis about themselves again. */
  get noBroker(): boolean {
    return this.brokers.size === 0;
  }

  brokerOf(organization: string, node: string): BrokerAddress | undefined {
    const placement = this.placements.get(keyOf(organization, node));
    return placement === undefined ? undefined : this.brokers.get(placement.session);
  }

  isAvailable(organization: string, node: string): boolean {
    const placement = this.placements.get(keyOf(organization, node));
    return placement?.available === true && this.brokers.has(placement.session);
  }
}

export const keyOf = (organization: string, node: string): string => `${organization}\n${node}`;

@Injectable()
export class Routing {
  constructor(private readonly redis: RedisConnection) {}

  /** @throws while Redis is away. */
  async locate(wanted: readonly Wanted[]): Promise<Whereabouts> {
    const nodes = new Map<string, Set<string>>();
    for (const { organization, nodes: names } of wanted) {
      const known = nodes.get(organization) ?? new Set();
      for (const name of names) known.add(name);
      nodes.set(organization, known);
    }
    const [brokers, ...placements] = await Promise.all([
      this.redis.presence.brokers(),
      ...Array.from(nodes, ([organization, names]) => this.redis.presence.find(organization, [...names])),
    ]);
    return new Whereabouts(brokers, placements.flat());
  }
}
