import type { Database } from '@push-jobs/db';
import { Batches, type Sealer } from '@push-jobs/platform';
import { randomBytes } from 'node:crypto';
import { TOGETHER } from '../together.ts';
import { keyOf, type NodeName } from './node-name.ts';

export interface Registration extends NodeName {
  /** 40 characters of Z85, or what `newPlainId` made. */
  readonly curveKey: string;
  /** For how long the node may use the session without renewing it. */
  readonly lifetimeSeconds: number;
}

interface Row extends NodeName {
  curve_key: string;
  sealed_session_key: Uint8Array;
}

export const SESSION_KEY_BYTES = 32;
/** Configurations of a node that stay valid: the one in use, and those of processes that are about to be replaced. */
const KEPT_PER_NODE = 3;

const idOf = (row: NodeName, curveKey: string): string => `${keyOf(row)}\0${curveKey}`;

/**
 * Registers curve keys of nodes and gives each a session key.
 *
 * A curve key keeps its session key when its configuration is renewed: the connection that is open signs with it, and
 * has to go on working even where the answer with the renewed configuration got lost. A new curve key, which is what a
 * restarted client comes with, gets a new one.
 */
export class Registrations {
  private readonly writes = new Batches<Registration, Buffer>({ work: (batch) => this.store(batch), ...TOGETHER });

  constructor(
    private readonly database: Database,
    private readonly sealer: Sealer,
  ) {}

  /** Durable once it resolves. @returns the session key. @throws while Postgres is away */
  register(registration: Registration): Promise<Buffer> {
    return this.writes.add(registration);
  }

  private async store(batch: readonly Registration[]): Promise<Buffer[]> {
    // One statement must not touch a row twice, and brokers lock rows in one order.
    const distinct = [...new Map(batch.map((entry) => [idOf(entry, entry.curveKey), entry]))]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, entry]) => entry);
    const sealed = distinct.map(() => this.sealer.seal(randomBytes(SESSION_KEY_BYTES)));
    const organizations = distinct.map((entry) => entry.organization);
    const nodes = distinct.map((entry) => entry.node);
    const rows = await this.database.$queryRaw<Row[]>`
      insert into node_session (organization, node, curve_key, sealed_session_key, lifetime_seconds)
      select * from unnest(${organizations}::text[], ${nodes}::text[],
        ${distinct.map((entry) => entry.curveKey)}::text[], ${sealed}::bytea[],
        ${distinct.map((entry) => entry.lifetimeSeconds)}::int[])
      on conflict (organization, node, curve_key) do update
      set configured_at = now(), lifetime_seconds = excluded.lifetime_seconds
      returning organization, node, curve_key, sealed_session_key`;
    await this.prune(organizations, nodes);
    const keys = new Map(rows.map((row) => [idOf(row, row.curve_key), this.sealer.open(row.sealed_session_key)]));
    return batch.map((entry) => keys.get(idOf(entry, entry.curveKey)) ?? fail(entry));
  }

  private async prune(organizations: readonly string[], nodes: readonly string[]): Promise<void> {
    await this.database.$executeRaw`
      delete from node_session s using (
        select organization, node, curve_key,
          row_number() over (partition by organization, node order by configured_at desc, curve_key) as place
        from node_session
        where (organization, node) in (select * from unnest(${[...organizations]}::text[], ${[...nodes]}::text[]))
      ) old
      where old.place > ${KEPT_PER_NODE}
        and s.organization = old.organization and s.node = old.node and s.curve_key = old.curve_key`;
  }
}

function fail({ node }: Registration): never {
  throw new Error(`the session of node ${node} was not stored`);
}
