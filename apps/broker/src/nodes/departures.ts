import type { Events } from '../events.ts';
import { keyOf, type NodeName } from '../keys/node-name.ts';
import type { Reports } from '../reports/reports.ts';
import type { HeldNode } from './held-node.ts';
import type { KnownNodes } from './known-nodes.ts';
import type { Presence } from './presence.ts';

/**
 * Nodes that fell silent here. Whether one is down, or merely at another broker now, is in the index: only a node that
 * was still ours is reported, so that it is reported once, whatever brokers it had passed through (decision 4).
 */
export class Departures {
  private readonly pending = new Map<string, HeldNode>();

  constructor(
    private readonly presence: Presence,
    private readonly knownNodes: KnownNodes,
    private readonly reports: Reports,
    private readonly events: Events,
  ) {}

  /** Ends once the index could be asked. */
  async begin(node: HeldNode): Promise<void> {
    this.pending.set(keyOf(node), node);
    const ours = await this.presence.leave(node).catch(() => undefined); // this broker stops: the others will see
    if (ours === undefined || this.pending.get(keyOf(node)) !== node) return;
    this.pending.delete(keyOf(node));
    if (ours) this.reportDown(node);
    else this.events.nodeMoved(node);
  }

  /**
   * The node is heard here again before that was known: it never left, so it was down. `cameOver` is the process that
   * is heard, where a broker has brought that one to idle: if it is another one, the node was elsewhere in between.
   */
  settle(name: NodeName, cameOver: string | undefined): void {
    const node = this.pending.get(keyOf(name));
    if (node === undefined) return;
    this.pending.delete(keyOf(name));
    if (cameOver === undefined || cameOver === node.state.incarnation) this.reportDown(node);
    else this.events.nodeMoved(node);
  }

  private reportDown(node: HeldNode): void {
    this.knownNodes.down(node);
    this.reports.push(node, { type: 'report', news: 'down', jobId: null });
    this.events.nodeDown(node);
  }
}
