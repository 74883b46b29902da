import type { Job } from './job.ts';

/**
 * How the tool ends, as far as a job decides it. Zero means what it means to knife: the job is complete, and of the
 * nodes that took part none failed; those the quorum could do without do not count. Where knife says 1 for everything
 * else, this tells more apart.
 */
export const EXIT_CODES = {
  ok: 0,
  failed: 1,
  quorumFailed: 2,
  timedOut: 3,
  ended: 4,
  /** Ctrl-C, as shells count it. */
  interrupted: 130,
} as const;

export const EXIT_CODE_HELP = `
Exit codes of 'job start' and 'job status':
  0  the job is complete and no node that ran it failed (or it is not finished yet)
  1  a node failed, or the tool itself could not do what was asked
  2  the quorum was not reached
  3  the job ran out of time
  4  the job was cancelled, or crashed`;

const WITHOUT_FAULT: ReadonlySet<string> = new Set(['succeeded', 'nacked', 'unavailable']);

/** The code for a job, finished or not. */
export function exitCodeOf({ status, nodes = {} }: Pick<Job, 'status' | 'nodes'>): number {
  switch (status) {
    case 'complete':
      return Object.keys(nodes).every((node) => WITHOUT_FAULT.has(node)) ? EXIT_CODES.ok : EXIT_CODES.failed;
    case 'quorum_failed':
      return EXIT_CODES.quorumFailed;
    case 'timed_out':
      return EXIT_CODES.timedOut;
    case 'aborted':
    case 'crashed':
      return EXIT_CODES.ended;
    default:
      return EXIT_CODES.ok;
  }
}
