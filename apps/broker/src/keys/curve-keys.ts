import type { Database } from '@push-jobs/db';
import { Batches } from '@push-jobs/platform';
import { TOGETHER } from '../together.ts';
import type { NodeName } from './node-name.ts';
import type { SessionKeys } from './session-keys.ts';

const TRUSTED_FOR_MS = 60_000;
const CACHED_KEYS = 100_000;

/**
 * Which curve keys may connect: those of a configuration (promise 6). Only good news is remembered, and only for a
 * minute, so that a key that was just registered works at once, and one that was replaced stops working.
 */
export class CurveKeys {
  private readonly accepted = new Map<string, number>();
  private readonly reads = new Batches<string, NodeName | undefined>({
    work: (keys) => this.select(keys),
    ...TOGETHER,
  });

  constructor(
    private readonly database: Database,
    private readonly sessionKeys: SessionKeys,
  ) {}

  /** `key`: 40 characters of Z85. @throws while Postgres is away */
  async accepts(key: string, nowMs: number): Promise<boolean> {
    const until = this.accepted.get(key);
    if (until !== undefined && until > nowMs) return true;
    const owner = await this.reads.add(key);
    if (owner === undefined) {
      this.accepted.delete(key);
      return false;
    }
    // It may have been registered at another broker, with a session key that is not in the cache.
    this.sessionKeys.forget(owner);
    this.accept(key, nowMs);
    return true;
  }

  /** The key was registered here just now. */
  accept(key: string, nowMs: number): void {
    if (this.accepted.size >= CACHED_KEYS) this.accepted.clear();
    this.accepted.set(key, nowMs + TRUSTED_FOR_MS);
  }

  private async select(keys: readonly string[]): Promise<(NodeName | undefined)[]> {
    const rows = await this.database.$queryRaw<(NodeName & { key: string })[]>`
      select curve_key as key, organization, node from node_session where curve_key = any(${[...keys]}::text[])`;
    const owners = new Map(rows.map(({ key, organization, node }) => [key, { organization, node }]));
    return keys.map((key) => owners.get(key));
  }
}
