import { Injectable } from '@nestjs/common';
import type { BrokerAddress } from '@push-jobs/bus';
import { inSpan, traceparentOf } from '@push-jobs/platform';
import { Events } from '../events.ts';
import { BrokerLinks } from './broker-links.ts';
import type { Work } from './effect.ts';
import { messageOf, type Order } from './orders.ts';
import type { NewWork } from './outbox-rows.ts';
import { Routing, type Whereabouts } from './routing.ts';
import { UnreachedNodes } from './unreached.ts';

/** Brings commands to nodes, wherever they are. */
@Injectable()
export class Deliveries {
  constructor(
    private readonly routing: Routing,
    private readonly links: BrokerLinks,
    private readonly unreached: UnreachedNodes,
    private readonly events: Events,
  ) {}

  /**
   * Nodes at no live broker: `commit` and `run` wait for them; `abort` and `rehab` are dropped, because a node that
   * comes back with a job nobody knows is sent to rehab by its broker.
   * @returns what has to be tried again because a broker did not answer.
   * @throws while Redis is away; then nothing was sent.
   */
  async send(orders: readonly Order[]): Promise<NewWork[]> {
    if (orders.length === 0) return [];
    const wanted = orders.map(({ row, nodes }) => ({ organization: row.organization, nodes }));
    const whereabouts = await this.routing.locate(wanted);
    this.links.keepOnly(whereabouts.liveSessions);
    const parcels = orders.flatMap((order) => this.split(order, whereabouts));
    const leftovers = await Promise.all(parcels.map(({ broker, order }) => this.hand(broker, order)));
    return leftovers.flat();
  }

  private split(order: Order, whereabouts: Whereabouts): { broker: BrokerAddress; order: Order }[] {
    const byBroker = new Map<string, { broker: BrokerAddress; nodes: string[] }>();
    const nowhere: string[] = [];
    for (const node of order.nodes) {
      const broker = whereabouts.brokerOf(order.row.organization, node);
      if (broker === undefined) nowhere.push(node);
      else if (byBroker.has(broker.session)) byBroker.get(broker.session)?.nodes.push(node);
      else byBroker.set(broker.session, { broker, nodes: [node] });
    }
    this.keepForLater(order, nowhere);
    return Array.from(byBroker.values(), ({ broker, nodes }) => ({ broker, order: { ...order, nodes } })).filter(
      ({ broker }) => order.onlySession === undefined || order.onlySession === broker.session,
    );
  }

  private async hand(broker: BrokerAddress, order: Order): Promise<NewWork[]> {
    try {
      const undelivered = await this.tell(broker, order);
      this.keepForLater(
        order,
        order.nodes.filter((node) => undelivered.has(node)),
      );
      this.events.delivered(order.action.type, order.nodes.length - undelivered.size);
      return [];
    } catch (error) {
      this.events.brokerDidNotAnswer(broker, order.row.jobId, error);
      const { jobId, organization } = order.row;
      return [{ jobId, organization, work: tryAgain(order, broker) }];
    }
  }

  private tell(broker: BrokerAddress, order: Order): Promise<ReadonlySet<string>> {
    const { row, nodes, action } = order;
    const attributes = { 'push_jobs.job.id': row.jobId, 'push_jobs.nodes': nodes.length };
    return inSpan(`deliver ${action.type}`, { parent: row.traceparent, attributes }, (span) =>
      this.links.to(broker).deliver(messageOf(order, traceparentOf(span))),
    );
  }

  private keepForLater({ row, action, onlySession }: Order, nodes: readonly string[]): void {
    const waits = action.type === 'commit' || action.type === 'run';
    if (waits && onlySession === undefined) this.unreached.add(row, nodes, Date.now());
  }
}

/** The broker may have sent the command before it fell silent; all but a `commit` may be repeated by anybody. */
function tryAgain({ action, nodes }: Order, { session }: BrokerAddress): Work {
  switch (action.type) {
    case 'commit':
      return { type: 'recommit', nodes: [...nodes], session };
    case 'run':
      return { type: 'resend', nodes: [...nodes] };
    case 'abort':
    case 'rehab':
      return { type: action.type, nodes: [...nodes] };
    default:
      return unreachable(action);
  }
}

function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
