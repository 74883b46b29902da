import { type BrokerAddress, FIRST_PAGE, type Placement, type PresenceIndex } from '@push-jobs/bus';
import type { ListNodes__Output, NodeList, NodePresence } from '@push-jobs/contracts';
import { AppError } from '@push-jobs/platform';
import type { NodeName } from '../keys/node-name.ts';
import type { Roster } from './roster.ts';

const COUNTED_FOR_MS = 1_000;

/** Where nodes are, over all brokers, as the index has it. An entry counts only while its broker's lease lives. */
export class Whereabouts {
  private counted: { readonly nodes: number; readonly untilMs: number } = { nodes: 0, untilMs: 0 };

  constructor(
    private readonly index: PresenceIndex,
    private readonly roster: Roster,
    private readonly me: BrokerAddress,
  ) {}

  /** @throws AppError `unavailable` while Redis is away: half a list would be a lie */
  async list(request: ListNodes__Output): Promise<NodeList> {
    const [live, { placements, next = '' }] = await Promise.all([this.sessions(), this.page(request)]).catch(
      unavailable,
    );
    return { nodes: placements.filter(({ session }) => live.has(session)).map(toPresence), nextPage: next };
  }

  /** @throws AppError `unavailable` while Redis is away and the node is not held here */
  async get(name: NodeName): Promise<NodePresence> {
    try {
      const [live, found] = await Promise.all([this.sessions(), this.index.find(name.organization, [name.node])]);
      const placement = found.find(({ session }) => live.has(session));
      return placement === undefined ? { node: name.node, online: false, available: false } : toPresence(placement);
    } catch (error) {
      const held = this.roster.get(name);
      return held === undefined ? unavailable(error) : toPresence(held);
    }
  }

  /** Heartbeating nodes of all organizations; while Redis is away, those of this broker. Anybody may ask, and often. */
  async count(nowMs: number): Promise<number> {
    if (nowMs < this.counted.untilMs) return this.counted.nodes;
    const nodes = await this.countAll().catch(() => this.roster.size);
    this.counted = { nodes, untilMs: nowMs + COUNTED_FOR_MS };
    return nodes;
  }

  private async page({ organization, pageSize, page }: ListNodes__Output): ReturnType<PresenceIndex['page']> {
    if (pageSize === 0) return { placements: await this.index.all(organization) };
    return this.index.page(organization, pageSize, page === '' ? FIRST_PAGE : page);
  }

  private async countAll(): Promise<number> {
    const [live, organizations] = await Promise.all([this.sessions(), this.index.organizations()]);
    const lists = await Promise.all(organizations.map((organization) => this.index.all(organization)));
    return lists.flat().filter(({ session }) => live.has(session)).length;
  }

  private async sessions(): Promise<Set<string>> {
    const brokers = await this.index.brokers();
    return new Set([this.me.session, ...brokers.map(({ session }) => session)]);
  }
}

const toPresence = ({ node, available }: Pick<Placement, 'node' | 'available'>): NodePresence => ({
  node,
  online: true,
  available,
});

function unavailable(cause: unknown): never {
  throw new AppError('unavailable', 'it is not known at the moment which nodes are online; try again', { cause });
}
