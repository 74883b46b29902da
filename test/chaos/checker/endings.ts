import type { AcceptedJob, FinalJob, History, Violation } from '../history.ts';

const FINAL: ReadonlySet<string> = new Set(['complete', 'quorum_failed', 'timed_out', 'aborted', 'crashed']);
const LIVE_NODE: ReadonlySet<string> = new Set(['new', 'ready', 'running']);

export const isFinal = (status: string): boolean => FINAL.has(status);

/** Promise 1: what was answered with 201 is there, and reaches a final status. */
export function endings({ jobs, finals }: Pick<History, 'jobs' | 'finals'>): Violation[] {
  return jobs.flatMap((job) => {
    const what = wrongWith(job, finals.get(job.id));
    return what === undefined ? [] : [{ promise: 'every 201 ends', what, jobId: job.id, atMs: job.acceptedMs }];
  });
}

function wrongWith({ plan }: AcceptedJob, final: FinalJob | undefined): string | undefined {
  if (final === undefined) return 'the job is not there any more';
  if (!isFinal(final.status)) return `the job is still ${final.status}`;
  const missing = plan.nodes.filter((node) => !final.nodes.has(node));
  if (missing.length > 0) return `the job has lost its nodes ${missing.join(', ')}`;
  if (final.nodes.size > plan.nodes.length) return 'the job has nodes that nobody asked for';
  const live = [...final.nodes].filter(([, status]) => LIVE_NODE.has(status)).map(([node]) => node);
  return live.length === 0 ? undefined : `the job is ${final.status}, and these nodes are not: ${live.join(', ')}`;
}
