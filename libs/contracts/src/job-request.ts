import { z } from 'zod';
import type { JobSpec } from './generated/push_jobs/v1/JobSpec.ts';

/** Bytes a job's file may have once decoded (wire contract section 3). */
export const MAX_FILE_BYTES = 100_000;

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/;

const fileContents = z.string('invalid file contents (expected a string)').superRefine((file, context) => {
  const problem = fileProblem(file);
  if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
});

function fileProblem(file: string): string | undefined {
  const raw = file.startsWith('raw:');
  if (!raw && !file.startsWith('base64:')) return "invalid file contents (expected 'base64:...' or 'raw:...')";
  const text = file.slice(file.indexOf(':') + 1);
  const compact = text.replaceAll(/\s/g, '');
  if (!raw && !BASE64.test(compact)) return "invalid file contents (couldn't decode base64 string)";
  const size = raw ? Buffer.byteLength(text) : Buffer.byteLength(compact, 'base64');
  return size > MAX_FILE_BYTES ? `invalid file size (must be <= ${MAX_FILE_BYTES} bytes)` : undefined;
}

const number = (field: string) => z.number(`invalid type supplied for ${field} (expected a number)`);
const text = (field: string) => z.string(`invalid type supplied for ${field} (expected a string)`);
const NODES = 'at least one node must be supplied';

/**
 * The body of `POST /pushy/jobs`; each message is what the caller is answered (wire contract section 3).
 * A `quorum` above the number of nodes is accepted and fails the vote.
 */
export const JobRequest = z
  .strictObject(
    {
      command: z.string('invalid command supplied'),
      nodes: z.array(z.string(NODES).min(1, NODES), NODES).min(1, NODES),
      run_timeout: number('run_timeout')
        .nonnegative('invalid value supplied for run_timeout (expected 0 or more seconds)')
        .default(3600),
      quorum: number('quorum')
        .nonnegative('invalid value supplied for quorum (expected 0 or more nodes)')
        .exactOptional(),
      user: text('user').exactOptional(),
      dir: text('dir').exactOptional(),
      env: z
        .record(z.string(), z.string('invalid environment value (expected strings)'), {
          error: 'invalid type supplied for env (expected an object of strings)',
        })
        .exactOptional(),
      file: fileContents.exactOptional(),
      capture_output: z.boolean('invalid type supplied for capture_output (expected a boolean)').exactOptional(),
    },
    { error: (issue) => (issue.code === 'unrecognized_keys' ? 'invalid key supplied' : 'invalid job supplied') },
  )
  .transform(({ run_timeout, capture_output, quorum, nodes, env, ...rest }) => {
    const distinct = [...new Set(nodes)];
    return {
      ...rest,
      nodes: distinct,
      runTimeoutSeconds: run_timeout,
      quorum: quorum ?? distinct.length,
      ...(env === undefined ? {} : { env: { variables: env } }),
      ...(capture_output === undefined ? {} : { captureOutput: capture_output }),
    } satisfies JobSpec;
  });

export type ParsedJobRequest = { ok: true; spec: z.output<typeof JobRequest> } | { ok: false; error: string };

/** One sentence for the first thing that is wrong with a job; unknown keys come last. */
export function parseJobRequest(body: unknown): ParsedJobRequest {
  const parsed = JobRequest.safeParse(body);
  if (parsed.success) return { ok: true, spec: parsed.data };
  return { ok: false, error: parsed.error.issues[0]?.message ?? 'invalid job supplied' };
}
