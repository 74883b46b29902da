import type { NodeState } from '@push-jobs/protocol';
import { keyOf, type NodeName } from '../keys/node-name.ts';
import type { HeldNode } from './held-node.ts';

const REMEMBERED_CONNECTIONS = 20_000;

/** The nodes of this broker, and whose connection is whose. */
export class Roster {
  private readonly nodes = new Map<string, HeldNode>();
  private readonly byRoute = new Map<string, HeldNode>();
  /** Those that are aborted again and again; a second's work must not grow with all the others. */
  readonly inRehab = new Set<HeldNode>();
  /** How far we counted on connections whose node fell silent: it may only have been paused. The oldest go first. */
  private readonly counted = new Map<string, number>();

  get size(): number {
    return this.nodes.size;
  }

  get(name: NodeName): HeldNode | undefined {
    return this.nodes.get(keyOf(name));
  }

  all(): IterableIterator<HeldNode> {
    return this.nodes.values();
  }

  add(node: HeldNode): void {
    this.nodes.set(keyOf(node), node);
    this.index(node);
  }

  /** Whose connection it is, where that is known yet. */
  ownerOf(route: string): HeldNode | undefined {
    return this.byRoute.get(route);
  }

  /** Whether a connection belongs to another node: the first verified message on it decided that. */
  isForeign(route: string, name: NodeName): boolean {
    const owner = this.ownerOf(route);
    return owner !== undefined && (owner.organization !== name.organization || owner.node !== name.node);
  }

  /** The node's connections may be others than in the state `before`. */
  follow(node: HeldNode, before: NodeState): void {
    if (node.state.route === before.route && node.state.before?.route === before.before?.route) return;
    for (const route of routesOf(before)) this.byRoute.delete(route);
    this.index(node);
  }

  /** The last number that was used on a connection. */
  countedOn(route: string): number {
    return this.counted.get(route) ?? 0;
  }

  remove(node: HeldNode): void {
    node.gone = true;
    this.counted.set(node.state.route, node.lastSequence);
    const [oldest] = this.counted.keys();
    if (oldest !== undefined && this.counted.size > REMEMBERED_CONNECTIONS) this.counted.delete(oldest);
    this.inRehab.delete(node);
    for (const route of routesOf(node.state)) this.byRoute.delete(route);
    if (this.nodes.get(keyOf(node)) === node) this.nodes.delete(keyOf(node));
  }

  private index(node: HeldNode): void {
    for (const route of routesOf(node.state)) this.byRoute.set(route, node);
  }
}

/** The connections whose messages are still heard. */
function routesOf({ route, before }: NodeState): string[] {
  return before === undefined ? [route] : [route, before.route];
}
