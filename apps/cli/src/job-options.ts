import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { CliError } from './cli-error.ts';

/** The flags of `job start`, as commander hands them over. */
export interface JobFlags {
  readonly quorum: string;
  readonly capture?: true;
  readonly withEnv?: string;
  readonly inDir?: string;
  readonly asUser?: string;
  readonly file?: string;
  readonly timeout?: string;
}

const MAX_FILE_BYTES = 100_000;
const Variables = z.record(z.string(), z.string());

/** The body of `POST /pushy/jobs` (wire contract section 3). Reads the file that goes along. Throws CliError. */
export function jobRequest(command: string, nodes: readonly string[], flags: JobFlags): Record<string, unknown> {
  const distinct = [...new Set(nodes)];
  if (distinct.length === 0) throw new CliError('no nodes to run the job on', 'name them after the command');
  return {
    command,
    nodes: distinct,
    quorum: parseQuorum(flags.quorum, distinct.length),
    capture_output: flags.capture ?? false,
    env: flags.withEnv === undefined ? {} : parseVariables(flags.withEnv),
    ...(flags.timeout === undefined ? {} : { run_timeout: parseSeconds(flags.timeout) }),
    ...(flags.asUser === undefined ? {} : { user: flags.asUser }),
    ...(flags.inDir === undefined ? {} : { dir: flags.inDir }),
    ...(flags.file === undefined ? {} : { file: readJobFile(flags.file) }),
  };
}

/** `3` nodes, or `50%` of them, rounded up as knife does. */
export function parseQuorum(text: string, nodes: number): number {
  const [, digits, percent] = /^(\d+)(%?)$/.exec(text) ?? [];
  if (digits === undefined) throw new CliError(`--quorum ${text}: give a number of nodes, or a percentage such as 50%`);
  return percent === '%' ? Math.ceil((Number(digits) * nodes) / 100) : Number(digits);
}

export function parseVariables(text: string): Record<string, string> {
  const parsed = Variables.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new CliError('--with-env: give a JSON object of texts', `such as --with-env '{"COLOR":"red"}'`);
}

export function parseSeconds(text: string): number {
  const seconds = text.trim() === '' ? NaN : Number(text);
  if (seconds >= 0 && Number.isFinite(seconds)) return seconds;
  throw new CliError(`--timeout ${text}: give a number of seconds`);
}

function readJobFile(path: string): string {
  let contents: Buffer;
  try {
    contents = readFileSync(path);
  } catch (error) {
    throw new CliError(`--file: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (contents.length > MAX_FILE_BYTES) {
    throw new CliError(`--file ${path} has ${contents.length} bytes; a job takes at most ${MAX_FILE_BYTES}`);
  }
  return `base64:${contents.toString('base64')}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
