import type { BrokerAddress, Placement, PresenceIndex } from '@push-jobs/bus';
import type { Database } from '@push-jobs/db';
import { Batches } from '@push-jobs/platform';
import { setTimeout as pause } from 'node:timers/promises';
import { TOGETHER } from '../together.ts';
import type { Events } from '../events.ts';
import { keyOf } from '../keys/node-name.ts';
import { WriteBehind } from '../write-behind.ts';
import type { HeldNode } from './held-node.ts';
import type { Roster } from './roster.ts';

const LEASE_MS = 3_500;
const RETRY_MS = 500;
/** Renewals of the lease. */
const PUT_AGAIN_EVERY = 60;
const CLOSE_WITHIN_MS = 2_000;

/**
 * Keeps the index in Redis in step with the roster. The roster is the truth: while Redis is away nodes go on working,
 * and once it is back, or came back empty, everything is put again.
 */
export class Presence {
  private readonly changes: WriteBehind<HeldNode>;
  private readonly removals = new Batches<HeldNode, boolean>({ work: (nodes) => this.removeAll(nodes), ...TOGETHER });
  private readonly stopping = new AbortController();
  private renewals = 0;

  constructor(
    private readonly index: PresenceIndex,
    private readonly database: Database,
    private readonly me: BrokerAddress,
    private readonly roster: Roster,
    private readonly events: Events,
  ) {
    this.changes = new WriteBehind(
      (nodes) => this.put(nodes),
      (error) => events.unreachable('redis', error),
    );
  }

  /** The node arrived, came on a new connection, or became available. */
  changed(node: HeldNode): void {
    this.changes.set(keyOf(node), node);
  }

  /** @returns once nobody finds the node available any more, or Redis is away */
  unavailable(node: HeldNode): Promise<void> {
    return this.changes.setNow(keyOf(node), node);
  }

  /**
   * Called every second. Where Redis has lost this broker, it has lost its nodes too. They are also put again now and
   * then, so that an index that went wrong in any way mends itself.
   */
  async renewLease(): Promise<void> {
    try {
      const known = await this.index.renewLease(this.me, LEASE_MS);
      if (known && ++this.renewals % PUT_AGAIN_EVERY !== 0) return;
      for (const node of this.roster.all()) this.changed(node);
    } catch (error) {
      this.events.unreachable('redis', error);
    }
  }

  /**
   * Takes a node that fell silent out of the index. Waits while Redis is away, because only the index knows whether the
   * node has gone, or is at another broker.
   * @returns whether it was still ours
   */
  async leave(node: HeldNode): Promise<boolean> {
    for (;;) {
      try {
        return await this.removals.add(node);
      } catch (error) {
        this.events.unreachable('redis', error);
        await pause(RETRY_MS, undefined, { signal: this.stopping.signal });
      }
    }
  }

  /** Those of these nodes that another broker has heard since. @throws while Redis is away */
  async elsewhere(nodes: readonly HeldNode[]): Promise<HeldNode[]> {
    const claimed = nodes.filter((node) => node.epoch > 0);
    const newer = await this.newerPlacements(claimed);
    return claimed.filter((node) => newer.has(keyOf(node)));
  }

  async close(): Promise<void> {
    this.stopping.abort();
    await this.changes.close(CLOSE_WITHIN_MS);
    await this.index.dropLease(this.me.session).catch((error: unknown) => this.events.unreachable('redis', error));
  }

  private async put(nodes: readonly HeldNode[]): Promise<void> {
    const arrived = nodes.filter((node) => node.epoch === 0);
    if (arrived.length > 0) {
      const connections = arrived.map((node) => node.link.routingId);
      const epoch = await this.nextEpoch();
      // A node that has changed its connection meanwhile arrived later than this epoch was claimed.
      arrived.forEach((node, i) => (node.epoch = node.link.routingId === connections[i] ? epoch : 0));
    }
    await this.index.put(nodes.filter((node) => !node.gone && node.epoch > 0).map((node) => this.placement(node)));
  }

  /** From Postgres, where it survives Redis. One number per batch: it orders arrivals of one node, and needs no more. */
  private async nextEpoch(): Promise<number> {
    const rows = await this.database.$queryRaw<[{ epoch: bigint }]>`select nextval('presence_epoch') as epoch`;
    return Number(rows[0].epoch);
  }

  private async removeAll(nodes: readonly HeldNode[]): Promise<boolean[]> {
    const claimed = nodes.filter((node) => node.epoch > 0);
    const removed = new Set((await this.index.remove(claimed.map((node) => this.placement(node)))).map(keyOf));
    // Redis may also have lost an entry: only one that is newer than ours belongs to somebody else.
    const newer = await this.newerPlacements(claimed.filter((node) => !removed.has(keyOf(node))));
    return nodes.map((node) => !newer.has(keyOf(node)));
  }

  private async newerPlacements(nodes: readonly HeldNode[]): Promise<Set<string>> {
    const epochs = new Map(nodes.map((node) => [keyOf(node), node.epoch]));
    const byOrganization = new Map<string, string[]>();
    for (const { organization, node } of nodes) {
      const names = byOrganization.get(organization);
      if (names === undefined) byOrganization.set(organization, [node]);
      else names.push(node);
    }
    const found = await Promise.all([...byOrganization].map(([name, names]) => this.index.find(name, names)));
    const newer = found.flat().filter((there) => {
      return there.session !== this.me.session && there.epoch > (epochs.get(keyOf(there)) ?? Infinity);
    });
    return new Set(newer.map(keyOf));
  }

  private placement({ organization, node, epoch, available }: HeldNode): Placement {
    return { organization, node, epoch, available, session: this.me.session };
  }
}
