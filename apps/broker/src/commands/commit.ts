import type { Commit__Output } from '@push-jobs/contracts';
import type { UnstampedCommand } from '../nodes/attendance.ts';

/**
 * A job's `commit`, built once for all its nodes. Only what the caller gave is in it: a stock client takes an empty
 * `user` for a user of that name (wire contract section 5).
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
