import type { Database } from '@push-jobs/db';
import type { Events } from '../events.ts';
import { keyOf, type NodeName } from '../keys/node-name.ts';
import { WriteBehind } from '../write-behind.ts';
import type { HeldNode } from './held-node.ts';

interface IdleState extends NodeName {
  readonly idleIncarnation: string | null;
  /** Only what this incarnation left behind is cleared; another broker may know better by now. */
  readonly onlyAfter: string | null;
  stored(): void;
}

const CLOSE_WITHIN_MS = 2_000;

/**
 * Remembers durably which incarnation of a node was brought to idle, so that a restarted or another broker greets it
 * with `ack`, and it keeps its job (decision 5).
 */
export class IdleStates {
  private readonly writes: WriteBehind<IdleState>;

  constructor(
    private readonly database: Database,
    events: Events,
  ) {
    this.writes = new WriteBehind(
      (states) => this.store(states),
      (error) => events.unreachable('postgres', error),
    );
  }

  /** Calls `stored` once a broker that is started from now on would know. */
  idle({ organization, node, state }: HeldNode, stored: () => void): void {
    this.set({ organization, node, idleIncarnation: state.incarnation, onlyAfter: null, stored });
  }

  /** The node has to be aborted before anybody may rely on it. */
  inRehab({ organization, node }: HeldNode): void {
    this.set({ organization, node, idleIncarnation: null, onlyAfter: null, stored: () => undefined });
  }

  /** The node is gone. */
  down({ organization, node, state }: HeldNode): void {
    this.set({ organization, node, idleIncarnation: null, onlyAfter: state.incarnation, stored: () => undefined });
  }

  /** What is about to be stored wins over what was read from the database. */
  known(name: NodeName, stored: string | undefined): string | undefined {
    const pending = this.writes.get(keyOf(name));
    return pending === undefined ? stored : (pending.idleIncarnation ?? undefined);
  }

  close(): Promise<void> {
    return this.writes.close(CLOSE_WITHIN_MS);
  }

  private set(state: IdleState): void {
    this.writes.set(keyOf(state), state);
  }

  private async store(states: readonly IdleState[]): Promise<void> {
    const sorted = [...states].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)); // brokers lock rows in one order
    await this.replace(sorted.filter((state) => state.onlyAfter === null));
    await this.clear(sorted.filter((state) => state.onlyAfter !== null));
    for (const state of sorted) state.stored();
  }

  private async replace(states: readonly IdleState[]): Promise<void> {
    if (states.length === 0) return;
    await this.database.$executeRaw`
      insert into node_state (organization, node, idle_incarnation)
      select * from unnest(${organizations(states)}::text[], ${nodes(states)}::text[],
        ${states.map((state) => state.idleIncarnation)}::text[])
      on conflict (organization, node) do update
      set idle_incarnation = excluded.idle_incarnation, updated_at = now()
      where node_state.idle_incarnation is distinct from excluded.idle_incarnation`;
  }

  private async clear(states: readonly IdleState[]): Promise<void> {
    if (states.length === 0) return;
    await this.database.$executeRaw`
      update node_state s set idle_incarnation = null, updated_at = now()
      from unnest(${organizations(states)}::text[], ${nodes(states)}::text[],
        ${states.map((state) => state.onlyAfter)}::text[]) as gone (organization, node, incarnation)
      where s.organization = gone.organization and s.node = gone.node and s.idle_incarnation = gone.incarnation`;
  }
}

const organizations = (states: readonly IdleState[]): string[] => states.map((state) => state.organization);
const nodes = (states: readonly IdleState[]): string[] => states.map((state) => state.node);
