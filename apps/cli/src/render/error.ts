import { CliError } from '../cli-error.ts';
import { plain } from './text.ts';

/** What a person reads of an error: a sentence, and a hint where there is one. The stack only for who asks. */
export function errorScreen(error: unknown, debug: boolean): string {
  if (debug && error instanceof Error) return `${stackOf(error)}\n`;
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof CliError))
    return `Error: ${plain(message)}\n       (this should not happen; --debug tells more)\n`;
  const hint = error.hint === undefined ? '' : `       ${plain(error.hint)}\n`;
  return `Error: ${plain(message)}\n${hint}`;
}

function stackOf(error: Error): string {
  const stack = error.stack ?? error.message;
  return error.cause instanceof Error ? `${stack}\ncaused by ${stackOf(error.cause)}` : stack;
}
