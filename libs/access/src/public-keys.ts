import { publicKeyFromPem } from '@push-jobs/protocol';
import type { KeyObject } from 'node:crypto';
import { RecentlyUsed } from './recently-used.ts';

type Parsed = { readonly ok: true; readonly key: KeyObject } | { readonly ok: false };

/** Each PEM text is parsed once: that costs several times what verifying a signature with its key does. */
export class PublicKeys {
  private readonly parsed: RecentlyUsed<Parsed>;

  /** `unreadable` hears of a text that is no RSA public key, once while it is remembered. */
  constructor(
    size: number,
    private readonly unreadable: (error: unknown) => void,
  ) {
    this.parsed = new RecentlyUsed(size);
  }

  /** The keys of these texts, without the unreadable ones: one bad key must not lock its owner out. */
  of(pems: readonly string[]): KeyObject[] {
    return pems.map((pem) => this.parse(pem)).flatMap((parsed) => (parsed.ok ? [parsed.key] : []));
  }

  private parse(pem: string): Parsed {
    const known = this.parsed.get(pem);
    if (known !== undefined) return known;
    const parsed = this.read(pem);
    this.parsed.set(pem, parsed);
    return parsed;
  }

  private read(pem: string): Parsed {
    try {
      return { ok: true, key: publicKeyFromPem(pem) };
    } catch (error) {
      this.unreadable(error);
      return { ok: false };
    }
  }
}
