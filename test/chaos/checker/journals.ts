import type { History, JobPlan, JournalLine, SeenEvent, Violation } from '../history.ts';
import { read } from './events.ts';

type Seen = Pick<History, 'jobs' | 'finals' | 'journal' | 'log'>;

/** Promise 3: at most one start per job and node. */
export function starts({ journal }: Pick<History, 'journal'>): Violation[] {
  const counts = new Map<string, { line: JournalLine; count: number }>();
  for (const line of journal.filter(({ what }) => what === 'start')) {
    const key = `${line.organization} ${line.node} ${line.jobId}`;
    counts.set(key, { line, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  const repeated = [...counts.values()].filter(({ count }) => count > 1);
  return repeated.map(({ line, count }) => ({
    promise: 'no node runs a job twice',
    what: `${line.organization}/${line.node} started it ${count} times`,
    jobId: line.jobId,
  }));
}

/** What the server says of each node agrees with what the node itself wrote down. */
export function outcomes({ jobs, finals, journal, log }: Seen): Violation[] {
  const lines = byJobAndNode(journal);
  return jobs.flatMap(({ id, plan }) => {
    const told = toldResults(log.get(id) ?? []);
    return [...(finals.get(id)?.nodes ?? [])].flatMap(([node, status]) => {
      const written = lines.get(`${id} ${plan.organization} ${node}`) ?? [];
      const what = contradiction(status, plan, written, told.get(node));
      return what === undefined
        ? []
        : [{ promise: 'statuses agree with the journals', what: `${node} is ${status}: ${what}`, jobId: id }];
    });
  });
}

/** Journals are kept by organization and node: a line of a job that was never sent there is somebody else's. */
export function places({ jobs, journal }: Pick<History, 'jobs' | 'journal'>): Violation[] {
  const plans = new Map(jobs.map(({ id, plan }) => [id, plan]));
  return journal.flatMap(({ jobId, organization, node }) => {
    const plan = plans.get(jobId);
    if (plan === undefined) return []; // its 201 was lost on the way
    if (plan.organization === organization && plan.nodes.includes(node)) return [];
    const what = `${organization}/${node} ran a job of ${plan.organization} for ${plan.nodes.join(', ')}`;
    return [{ promise: 'organizations are apart', what, jobId }];
  });
}

function contradiction(
  status: string,
  { work }: JobPlan,
  written: readonly JournalLine[],
  told: string | undefined,
): string | undefined {
  const started = written.some(({ what }) => what === 'start');
  const end = written.find(({ what }) => what === 'end');
  switch (status) {
    case 'succeeded':
      if (end === undefined) return 'its command has not come to its end';
      return work?.exitCode === 0 ? undefined : `its command ended with ${work?.exitCode}`;
    case 'failed':
      if (told !== 'failure') return undefined; // it refused to run, and may have been busy with anything
      if (end === undefined) return 'its command has not come to its end';
      return work?.exitCode === 0 ? 'its command ended with 0' : undefined;
    case 'nacked':
    case 'unavailable':
    case 'was_ready':
      return started ? 'its command was started' : undefined;
    default:
      return undefined; // crashed, timed_out, aborted: nobody claims to know what became of the command
  }
}

/** Status of the last `run_complete` of each node. */
function toldResults(events: readonly SeenEvent[]): Map<string, string> {
  const told = new Map<string, string>();
  for (const event of events.filter(({ event: name }) => name === 'run_complete')) {
    const { node, status } = read(event);
    if (typeof node === 'string' && typeof status === 'string' && !told.has(node)) told.set(node, status);
  }
  return told;
}

function byJobAndNode(journal: readonly JournalLine[]): Map<string, JournalLine[]> {
  const lines = new Map<string, JournalLine[]>();
  for (const line of journal) {
    const key = `${line.jobId} ${line.organization} ${line.node}`;
    lines.set(key, [...(lines.get(key) ?? []), line]);
  }
  return lines;
}
