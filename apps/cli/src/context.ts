import type { Api } from './api.ts';
import type { Terminal } from './terminal.ts';

/** What every command gets. */
export interface Context {
  /** Reads the credentials when it is first asked, so that `--help` works without any. */
  readonly api: () => Api;
  readonly terminal: Terminal;
  /** Whether the answer goes to a program, as JSON. */
  readonly json: () => boolean;
  readonly signal: AbortSignal;
  exit(code: number): void;
}
