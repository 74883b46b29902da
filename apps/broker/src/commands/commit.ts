import type { Commit__Output } from '@push-jobs/contracts';
import { type Prepared, prepareForNodes, rfc1123, type UnstampedCommand } from '@push-jobs/protocol';
import type { Link } from '../nodes/held-node.ts';

export interface Terms {
  /** What nodes are told about where the job comes from. */
  readonly server: string;
  /** `max_body_size` of the configurations that nodes have. */
  readonly maxBodyBytes: number;
}

/** A job's `commit` as one node gets it, or why that node cannot take it. */
export type Offer = { readonly ok: true; readonly command: Prepared } | { readonly ok: false; readonly reason: string };

/**
 * A job's `commit`, worked out once for all its nodes. A node that would drop it, or run something other than what was
 * asked for, does not get it: its part in the vote is over at once, and says why.
 */
export function offerOf(jobId: string, commit: Commit__Output, terms: Terms): (link: Link) => Offer {
  const message = commitMessage(jobId, commit, terms.server);
  const command = prepareForNodes(message);
  const tooBig = bodyBytes(message) > terms.maxBodyBytes;
  const options = unknownTo1x(commit);
  const forOld = prepareForNodes(commitMessage(jobId, { command: commit.command, env: null }, terms.server));
  return ({ version, ended }) => {
    if (ended) return { ok: false, reason: 'the configuration of the node has expired' };
    if (version === '1.0' && options.length > 0) {
      return { ok: false, reason: `a 1.x client does not know ${options.join(', ')}` };
    }
    if (tooBig) return { ok: false, reason: `the job does not fit into ${terms.maxBodyBytes} bytes` };
    return { ok: true, command: version === '1.0' ? forOld : command };
  };
}

/**
 * Only what the caller gave is in it: a stock client takes an empty `user` for a user of that name (wire contract
 * section 5).
 */
export function commitMessage(jobId: string, commit: Commit__Output, server: string): UnstampedCommand {
  const { command, user, dir, env, file, capture } = commit;
  return {
    type: 'commit',
    job_id: jobId,
    server,
    command,
    ...(user === undefined ? {} : { user }),
    ...(dir === undefined ? {} : { dir }),
    ...(env ? { env: env.variables } : {}),
    ...(file === undefined ? {} : { file }),
    ...(capture === undefined ? {} : { capture }),
  };
}

/** What a job asks for that came with 2.x. knife always sends `env` and `capture`, also where they say nothing. */
function unknownTo1x({ user, dir, env, file, capture }: Commit__Output): string[] {
  const asked = {
    user: user !== undefined,
    dir: dir !== undefined,
    env: Object.keys(env?.variables ?? {}).length > 0,
    file: file !== undefined,
    capture_output: capture === true,
  };
  return Object.entries(asked).flatMap(([name, is]) => (is ? [name] : []));
}

/** At its longest: the number of the message grows. */
function bodyBytes(message: UnstampedCommand): number {
  const stamp = { sequence: Number.MAX_SAFE_INTEGER, timestamp: rfc1123(0) };
  return Buffer.byteLength(JSON.stringify({ ...stamp, ...message }));
}
