import type { NodeEvent__Output, NodeNews__Output } from '@push-jobs/contracts';
import type { NodeNews } from '@push-jobs/job';
import type { Happening } from '../machine/fold.ts';

/** Longer words of a node are cut. */
const MAX_REASON = 1_000;

const NEWS: Readonly<Record<NodeNews__Output, NodeNews | 'missed' | undefined>> = {
  ACK_COMMIT: 'ack_commit',
  NACK_COMMIT: 'nack_commit',
  ACK_RUN: 'ack_run',
  NACK_RUN: 'nack_run',
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
  ABORTED: 'aborted',
  DOWN: 'down',
  LOST: 'lost',
  MISSED: 'missed',
  OTHER: 'other',
  NODE_NEWS_UNSPECIFIED: undefined,
};

/** All unfinished jobs that a node takes or took part in. */
export type JobsOfNode = (organization: string, node: string) => readonly string[];

/**
 * What a batch's events mean to jobs, in order. An event that names a job counts there only, and only within the job's
 * organization. One without a job counts in every unfinished job of the node; but for `down`, only where the job still
 * waits for the node: it says nothing new where the node's part is over, and ordering rehab each time would never end.
 */
export function happenings(events: readonly NodeEvent__Output[], jobsOf: JobsOfNode): Happening[] {
  return events.flatMap((event) => {
    const news = NEWS[event.news];
    if (news === undefined) return [];
    if (event.jobId === '') {
      const jobIds = jobsOf(event.organization, event.node);
      return jobIds.map((jobId) => happening(jobId, event, news, news !== 'down'));
    }
    if (event.untilAcknowledged) return repeatable(event, news);
    return [happening(event.jobId, event, news, news === 'missed')];
  });
}

/**
 * A result that the node repeats until it is acknowledged (extension `result_ack`) is nothing to a job that knows how
 * the node ended. Where it went down with a broker, so may have what the node said before: that it began.
 */
function repeatable(event: NodeEvent__Output, news: NodeNews | 'missed'): Happening[] {
  const began = happening(event.jobId, { ...event, reason: '' }, 'ack_run', true);
  return [began, happening(event.jobId, event, news, true)];
}

function happening(
  jobId: string,
  { organization, node, reason }: NodeEvent__Output,
  news: NodeNews | 'missed',
  onlyLive: boolean,
): Happening {
  if (news === 'missed') return { jobId, organization, input: { type: 'missed', node }, onlyLive };
  const words = reason.replaceAll('\0', '').slice(0, MAX_REASON);
  const input = { type: 'news', node, news, ...(words === '' ? {} : { reason: words }) } as const;
  return { jobId, organization, input, onlyLive };
}
