import { isUtf8 } from 'node:buffer';
import type { Captured } from './capture.ts';
import type { Result } from './job-machine.ts';

/** How a command ended. `code` is null where a signal ended it, or where it never started (`failure`). */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly failure?: string;
  readonly output?: { readonly stdout: Captured; readonly stderr: Captured };
}

/**
 * The message that tells the server how a job ended. Output that does not fit is left out as a whole, and output that is
 * no UTF-8 is sent with replacement characters; either way `reason` says so, and the result itself is never lost.
 * `maxOutputBytes` bounds both channels together as they are written in JSON.
 */
export function resultOf(jobId: string, exit: Exit, maxOutputBytes: number): Result {
  const { output, reason } = outputOf(exit, maxOutputBytes);
  const reasons = [endOf(exit), reason].filter((text) => text !== undefined);
  return {
    type: exit.code === 0 ? 'succeeded' : 'failed',
    job_id: jobId,
    ...(exit.code === null ? {} : { exit_code: exit.code }),
    ...(reasons.length === 0 ? {} : { reason: reasons.join('; ') }),
    ...output,
  };
}

function endOf({ code, signal, failure }: Exit): string | undefined {
  if (failure !== undefined) return `could not be started: ${failure}`;
  if (signal !== null) return `ended by ${signal}`;
  return code === 0 ? undefined : `exit code ${code}`;
}

function outputOf(
  { output }: Exit,
  maxBytes: number,
): { output: { stdout?: string; stderr?: string }; reason?: string } {
  if (output === undefined) return { output: {} };
  const { stdout, stderr } = output;
  const text = { stdout: stdout.bytes.toString(), stderr: stderr.bytes.toString() };
  const written = stdout.total + stderr.total;
  if (written > maxBytes || Buffer.byteLength(JSON.stringify(text)) > maxBytes) {
    return { output: {}, reason: `output of ${written} bytes is more than can be sent` };
  }
  const faithful = isUtf8(stdout.bytes) && isUtf8(stderr.bytes);
  return faithful ? { output: text } : { output: text, reason: 'output was not valid UTF-8' };
}
