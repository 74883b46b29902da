import type { Rule } from './allow-list.ts';
import type { Account } from './accounts.ts';

/** A job this node agreed to, with everything that had to be looked up for it. */
export interface Order {
  readonly jobId: string;
  readonly rule: Rule;
  /** Absent: the command runs as the agent does. */
  readonly account?: Account;
  readonly dir?: string;
  readonly env: Readonly<Record<string, string>>;
  readonly file?: Buffer;
  readonly capture: boolean;
}
