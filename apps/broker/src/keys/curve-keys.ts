import type { Database } from '@push-jobs/db';
import { Batched } from '../batched.ts';

const TRUSTED_FOR_MS = 60_000;
const CACHED_KEYS = 100_000;

/**
 * Which curve keys may connect: those of a configuration (promise 6). Only good news is remembered, and only for a
 * minute, so that a key that was just registered works at once, and one that was replaced stops working.
 */
export class CurveKeys {
  private readonly accepted = new Map<string, number>();
  private readonly reads = new Batched<string, boolean>((keys) => this.select(keys));

  constructor(private readonly database: Database) {}

  /** `key`: 40 characters of Z85. @throws while Postgres is away */
  async accepts(key: string, nowMs: number): Promise<boolean> {
    const until = this.accepted.get(key);
    if (until !== undefined && until > nowMs) return true;
    const known = await this.reads.get(key);
    if (known) this.accept(key, nowMs);
    else this.accepted.delete(key);
    return known;
  }

  /** The key was registered here just now. */
  accept(key: string, nowMs: number): void {
    if (this.accepted.size >= CACHED_KEYS) this.accepted.clear();
    this.accepted.set(key, nowMs + TRUSTED_FOR_MS);
  }

  private async select(keys: readonly string[]): Promise<boolean[]> {
    const rows = await this.database.$queryRaw<{ key: string }[]>`
      select curve_key as key from node_session where curve_key = any(${[...keys]}::text[])`;
    const known = new Set(rows.map(({ key }) => key));
    return keys.map((key) => known.has(key));
  }
}
