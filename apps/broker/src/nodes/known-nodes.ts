import type { Database } from '@push-jobs/db';
import type { KnownNode } from '@push-jobs/protocol';
import type { Events } from '../events.ts';
import { keyOf, type NodeName } from '../keys/node-name.ts';
import { WriteBehind } from '../write-behind.ts';
import type { HeldNode } from './held-node.ts';

interface Note extends NodeName {
  readonly lastIncarnation: string | null;
  readonly idleIncarnation: string | null;
  /** Only what this incarnation left behind is cleared; another broker may know better by now. */
  readonly onlyAfter: string | null;
  stored(): void;
}

const CLOSE_WITHIN_MS = 2_000;

/**
 * Remembers durably which incarnation of a node was heard last, and whether it was brought to idle, so that a restarted
 * or another broker greets it with `ack`, and it keeps its job (decision 5); and so that it notices another incarnation.
 */
export class KnownNodes {
  private readonly writes: WriteBehind<Note>;

  constructor(
    private readonly database: Database,
    events: Events,
  ) {
    this.writes = new WriteBehind(
      (notes) => this.store(notes),
      (error) => events.unreachable('postgres', error),
    );
  }

  /** Calls `stored` once a broker that is started from now on would know. */
  idle({ organization, node, state }: HeldNode, stored: () => void): void {
    const { incarnation } = state;
    this.set({
      organization,
      node,
      lastIncarnation: incarnation,
      idleIncarnation: incarnation,
      onlyAfter: null,
      stored,
    });
  }

  /** The node has to be aborted before anybody may rely on it. */
  inRehab({ organization, node, state }: HeldNode): void {
    const lastIncarnation = state.incarnation;
    this.set({ organization, node, lastIncarnation, idleIncarnation: null, onlyAfter: null, stored: () => undefined });
  }

  /** The node is gone. */
  down({ organization, node, state }: HeldNode): void {
    const nothing = { lastIncarnation: null, idleIncarnation: null, stored: () => undefined };
    this.set({ organization, node, ...nothing, onlyAfter: state.incarnation });
  }

  /** What is about to be stored wins over what was read from the database. */
  known(name: NodeName, stored: KnownNode | undefined): KnownNode {
    const pending = this.writes.get(keyOf(name));
    if (pending === undefined) return stored ?? {};
    const { idleIncarnation, lastIncarnation } = pending;
    return { idleIncarnation: idleIncarnation ?? undefined, lastIncarnation: lastIncarnation ?? undefined };
  }

  close(): Promise<void> {
    return this.writes.close(CLOSE_WITHIN_MS);
  }

  private set(note: Note): void {
    this.writes.set(keyOf(note), note);
  }

  private async store(notes: readonly Note[]): Promise<void> {
    const sorted = [...notes].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)); // brokers lock rows in one order
    await this.replace(sorted.filter((note) => note.onlyAfter === null));
    await this.clear(sorted.filter((note) => note.onlyAfter !== null));
    for (const note of sorted) note.stored();
  }

  private async replace(notes: readonly Note[]): Promise<void> {
    if (notes.length === 0) return;
    await this.database.$executeRaw`
      insert into node_state (organization, node, idle_incarnation, last_incarnation)
      select * from unnest(${organizations(notes)}::text[], ${nodes(notes)}::text[],
        ${notes.map((note) => note.idleIncarnation)}::text[], ${notes.map((note) => note.lastIncarnation)}::text[])
      on conflict (organization, node) do update
      set idle_incarnation = excluded.idle_incarnation, last_incarnation = excluded.last_incarnation, updated_at = now()
      where (node_state.idle_incarnation, node_state.last_incarnation)
        is distinct from (excluded.idle_incarnation, excluded.last_incarnation)`;
  }

  private async clear(notes: readonly Note[]): Promise<void> {
    if (notes.length === 0) return;
    await this.database.$executeRaw`
      update node_state s set idle_incarnation = null, last_incarnation = null, updated_at = now()
      from unnest(${organizations(notes)}::text[], ${nodes(notes)}::text[],
        ${notes.map((note) => note.onlyAfter)}::text[]) as gone (organization, node, incarnation)
      where s.organization = gone.organization and s.node = gone.node
        and coalesce(s.last_incarnation, s.idle_incarnation) = gone.incarnation`;
  }
}

const organizations = (notes: readonly Note[]): string[] => notes.map((note) => note.organization);
const nodes = (notes: readonly Note[]): string[] => notes.map((note) => note.node);
