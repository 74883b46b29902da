import type { Database } from '@push-jobs/db';
import { Batches, type Sealer } from '@push-jobs/platform';
import type { KnownNode } from '@push-jobs/protocol';
import { TOGETHER } from '../together.ts';
import { type Channel, channelOf } from './channel.ts';
import { keyOf, type NodeName } from './node-name.ts';
import { sessionEndMs } from './session-life.ts';

/** What Postgres knows of a node. */
export interface NodeRecord extends KnownNode {
  /** Its session keys, 32 bytes each; none where it never fetched a configuration for that channel. */
  readonly keys: Readonly<Record<Channel, readonly Buffer[]>>;
  /** When each of the keys ends. */
  readonly ends: ReadonlyMap<Buffer, number>;
  readonly readAtMs: number;
}

interface Row {
  organization: string;
  node: string;
  /** Null, like the next three, where the node has no session. */
  curveKey: string | null;
  sealed: Uint8Array | null;
  configuredAt: Date | null;
  lifetimeSeconds: number | null;
  idle: string | null;
  last: string | null;
}

const CACHED_NODES = 50_000;
const READ_AGAIN_MS = 1_000;
const NONE: readonly Buffer[] = [];

/** Session keys in memory, in front of Postgres. */
export class SessionKeys {
  private readonly records = new Map<string, NodeRecord>();
  private readonly reads = new Batches<NodeName, NodeRecord>({ work: (names) => this.select(names), ...TOGETHER });

  constructor(
    private readonly database: Database,
    private readonly sealer: Sealer,
  ) {}

  cached(name: NodeName, channel: Channel): readonly Buffer[] {
    return this.records.get(keyOf(name))?.keys[channel] ?? NONE;
  }

  /** The record of a node as of the last `read`. */
  record(name: NodeName): NodeRecord | undefined {
    return this.records.get(keyOf(name));
  }

  /** Whether the session of a key that `cached` gave has ended, as of the last `read`. */
  hasEnded(name: NodeName, key: Buffer, nowMs: number): boolean {
    const endMs = this.records.get(keyOf(name))?.ends.get(key);
    return endMs !== undefined && endMs <= nowMs;
  }

  /**
   * Whether a read may bring what is not cached. Once a second and node: whoever sends wrong signatures must not turn
   * each of them into a query.
   */
  mayRead(name: NodeName, nowMs: number): boolean {
    const record = this.records.get(keyOf(name));
    return record === undefined || nowMs - record.readAtMs >= READ_AGAIN_MS;
  }

  /** Reads a node's record afresh. @throws while Postgres is away */
  async read(name: NodeName): Promise<NodeRecord> {
    const record = await this.reads.add(name);
    const key = keyOf(name);
    this.records.delete(key); // so that it goes to the end of the line
    this.records.set(key, record);
    if (this.records.size > CACHED_NODES) this.forgetOldest();
    return record;
  }

  /** The node may have been configured anew: what is cached could miss a key. */
  forget(name: NodeName): void {
    this.records.delete(keyOf(name));
  }

  private forgetOldest(): void {
    for (const key of this.records.keys()) {
      this.records.delete(key);
      return;
    }
  }

  private async select(names: readonly NodeName[]): Promise<NodeRecord[]> {
    const readAtMs = Date.now();
    const distinct = [...new Map(names.map((name) => [keyOf(name), name])).values()];
    const rows = await this.database.$queryRaw<Row[]>`
      select q.organization, q.node, s.curve_key as "curveKey", s.sealed_session_key as sealed,
        s.configured_at as "configuredAt", s.lifetime_seconds as "lifetimeSeconds",
        t.idle_incarnation as idle, t.last_incarnation as last
      from unnest(${distinct.map((name) => name.organization)}::text[], ${distinct.map((name) => name.node)}::text[])
        as q (organization, node)
      left join node_session s on s.organization = q.organization and s.node = q.node
      left join node_state t on t.organization = q.organization and t.node = q.node`;
    const found = new Map<string, Row[]>(distinct.map((name) => [keyOf(name), []]));
    for (const row of rows) found.get(keyOf(row))?.push(row);
    return names.map((name) => this.toRecord(found.get(keyOf(name)) ?? [], readAtMs));
  }

  private toRecord(rows: readonly Row[], readAtMs: number): NodeRecord {
    const keys: Record<Channel, Buffer[]> = { encrypted: [], plain: [] };
    const ends = new Map<Buffer, number>();
    for (const { curveKey, sealed, configuredAt, lifetimeSeconds } of rows) {
      if (curveKey === null || sealed === null || configuredAt === null || lifetimeSeconds === null) continue;
      const key = this.sealer.open(sealed);
      keys[channelOf(curveKey)].push(key);
      ends.set(key, sessionEndMs(configuredAt.getTime(), lifetimeSeconds));
    }
    const [state] = rows; // the same in all of them
    return {
      keys,
      ends,
      idleIncarnation: state?.idle ?? undefined,
      lastIncarnation: state?.last ?? undefined,
      readAtMs,
    };
  }
}
