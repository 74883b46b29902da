import type { FeedEvent } from '../feed.ts';
import { nodeNews } from '../progress.ts';
import { count, plain } from './text.ts';

const ENDINGS: Readonly<Record<string, string>> = {
  complete: 'complete',
  quorum_failed: 'quorum not reached',
  timed_out: 'out of time',
  aborted: 'cancelled',
  crashed: 'crashed',
};

/** How a job ended, in words. */
export const ending = (status: string): string => ENDINGS[status] ?? plain(status);

/** One line for one event, behind its time of day in UTC; undefined where there is nothing to tell. */
export function eventLine(event: FeedEvent): string | undefined {
  const words = eventWords(event);
  return words === undefined ? undefined : `${timeOf(event)}  ${words}`;
}

function eventWords(event: FeedEvent): string | undefined {
  const { name, data } = event;
  switch (name) {
    case 'start':
      return startWords(data);
    case 'quorum_succeeded':
      return 'quorum reached';
    case 'job_complete':
      return `job ${ending(String(data['status']))}`;
    case 'rehab':
      return `${plain(String(data['node']))}  is being brought back to idle`;
    default:
      return nodeWords(event);
  }
}

function startWords({ command, node_count: nodes, quorum, run_timeout: seconds }: FeedEvent['data']): string {
  return `'${plain(String(command))}' on ${count(Number(nodes), 'node')}, quorum ${String(quorum)}, at most ${String(seconds)} s`;
}

function nodeWords(event: FeedEvent): string | undefined {
  const news = nodeNews(event);
  if (news === undefined) return undefined;
  const { reason } = event.data;
  const notes = [news.note, typeof reason === 'string' ? plain(reason) : undefined].filter(
    (note) => note !== undefined,
  );
  return `${plain(news.node)}  ${news.status}${notes.length === 0 ? '' : ` (${notes.join(': ')})`}`;
}

/** `2014-07-10 05:17:44.995958Z` */
const timeOf = ({ data }: FeedEvent): string => String(data['timestamp']).slice(11, 19);
