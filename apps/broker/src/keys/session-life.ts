import { type Database, Prisma, transact } from '@push-jobs/db';
import type { Events } from '../events.ts';

/**
 * A node asks for its next configuration before the one it has ends. This much later it may still use the old one: it may
 * have had to try several times, and clocks differ.
 */
const GRACE_SECONDS = 600;

/** When a session ends that was configured, or last renewed, at `configuredAtMs`. Only a job in flight outlives it. */
export const sessionEndMs = (configuredAtMs: number, lifetimeSeconds: number): number =>
  configuredAtMs + (lifetimeSeconds + GRACE_SECONDS) * 1_000;

/** A replaced session is removed after two lifetimes and the grace, a node's newest one after so long without a renewal. */
const NEWEST_KEPT_DAYS = 30;
const EMPTY_STATE_KEPT_SECONDS = 3_600;
const ROWS_AT_ONCE = 1_000;
/** Any number that nobody else in this database locks. */
const LOCK = 72_707_370;

/** Removes what nodes left behind: sessions that were replaced, and whatever is known of nodes that are no more. */
export class SessionCleanup {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
  ) {}

  /**
   * In small steps. Does not throw: what is left is removed next time.
   * @returns how many sessions were removed
   */
  async run(nowMs: number): Promise<number> {
    let sessions = 0;
    try {
      for (let removed: number | undefined = ROWS_AT_ONCE; removed === ROWS_AT_ONCE; sessions += removed) {
        removed = await this.step(oldSessions(new Date(nowMs)));
        if (removed === undefined) return sessions;
      }
      while ((await this.step(emptyStates(new Date(nowMs)))) === ROWS_AT_ONCE);
    } catch (error) {
      this.events.unreachable('postgres', error);
    } finally {
      this.events.sessionsRemoved(sessions);
    }
    return sessions;
  }

  /** @returns how many rows were removed; undefined where another broker is at it, and will do the rest */
  private step(removal: Prisma.Sql): Promise<number | undefined> {
    return transact(this.database, async (tx) => {
      const [turn] = await tx.$queryRaw<{ mine: boolean }[]>`select pg_try_advisory_xact_lock(${LOCK}::bigint) as mine`;
      return turn?.mine === true ? tx.$executeRaw(removal) : undefined;
    });
  }
}

const oldSessions = (now: Date): Prisma.Sql => Prisma.sql`
  with old as (
    select s.organization, s.node, s.curve_key
    from node_session s
    where s.configured_at < ${now}::timestamptz - make_interval(secs => 2 * s.lifetime_seconds + ${GRACE_SECONDS}::int)
      and (
        s.configured_at < ${now}::timestamptz - make_interval(days => ${NEWEST_KEPT_DAYS}::int)
        or exists (
          select from node_session newer
          where newer.organization = s.organization and newer.node = s.node and newer.configured_at > s.configured_at
        )
      )
    limit ${ROWS_AT_ONCE}::int
  )
  delete from node_session s using old
  where s.organization = old.organization and s.node = old.node and s.curve_key = old.curve_key`;

/** A row without incarnations says what no row says. */
const emptyStates = (now: Date): Prisma.Sql => Prisma.sql`
  with old as (
    select s.organization, s.node
    from node_state s
    where s.idle_incarnation is null and s.last_incarnation is null
      and s.updated_at < ${now}::timestamptz - make_interval(secs => ${EMPTY_STATE_KEPT_SECONDS}::int)
    limit ${ROWS_AT_ONCE}::int
  )
  delete from node_state s using old
  where s.organization = old.organization and s.node = old.node
    and s.idle_incarnation is null and s.last_incarnation is null`;
