import type { FeedConnection, FinalJob, History, SeenEvent, Violation, Watch } from '../history.ts';
import { numberOf, read } from './events.ts';

const PROMISE = 'feeds have no holes';
/** `start_of_history` is for those who were away for longer than an organization's feed is kept, a minute. */
const KEPT_MS = 50_000;

/** The event log of every job: numbered from one, in order of time, from `start` to one `job_complete`. */
export function logs({ jobs, finals, log }: Pick<History, 'jobs' | 'finals' | 'log'>): Violation[] {
  return jobs.flatMap(({ id }) => {
    const events = log.get(id);
    const final = finals.get(id);
    if (final === undefined) return []; // told by another check
    const wrongs = events === undefined ? ['it could not be played'] : wrongWithLog(events, final);
    return wrongs.map((what) => ({ promise: PROMISE, what: `the event log: ${what}`, jobId: id }));
  });
}

/** What each watcher saw over all its connections: every event once, in order, as the log has it. */
export function watches({
  watches: all,
  log,
  organizationLogs,
}: Pick<History, 'watches' | 'log' | 'organizationLogs'>) {
  return all.flatMap((watch): Violation[] => {
    const { jobId, organization } = watch;
    const truth = jobId === undefined ? organizationLogs.get(organization) : log.get(jobId);
    const wrongs = [...sequence(watch), ...differences(watch, truth ?? [])];
    if (jobId !== undefined && !watch.finished) wrongs.push('it never came to the end of the feed');
    const atMs = watch.connections[0]?.openedMs ?? 0;
    return wrongs.map((what) => {
      const text = `a watcher of ${jobId === undefined ? `all of ${organization}` : 'the job'}: ${what}`;
      return { promise: PROMISE, what: text, atMs, ...(jobId === undefined ? {} : { jobId }) };
    });
  });
}

/** An organization's feed tells the start and the end of each of its jobs once, and of no others. */
export function organizationLogs(history: Pick<History, 'jobs' | 'organizationLogs' | 'watches'>): Violation[] {
  const owners = new Map(history.jobs.map(({ id, plan }) => [id, plan.organization]));
  return [...history.organizationLogs].flatMap(([organization, events]) => {
    const wrongs = [...ordered(events), ...repeated(events)].map((what) => ({
      promise: PROMISE,
      what: `the feed of ${organization}: ${what}`,
    }));
    const seen = history.watches.filter((watch) => watch.jobId === undefined && watch.organization === organization);
    const all = [
      ...events,
      ...seen.flatMap(({ connections }) => connections.flatMap((connection) => connection.events)),
    ];
    const told = new Set(all.map((event) => read(event)['job']).filter((id) => typeof id === 'string'));
    const foreign = [...told].filter((id) => owners.has(id) && owners.get(id) !== organization);
    const leaks = foreign.map((jobId) => ({
      promise: 'organizations are apart',
      what: `the feed of ${organization} tells of a job of ${owners.get(jobId)}`,
      jobId,
    }));
    return [...wrongs, ...leaks];
  });
}

function wrongWithLog(events: readonly SeenEvent[], final: FinalJob): string[] {
  const wrongs = ordered(events);
  if (numberOf(events[0] ?? { id: '' }) !== 1) wrongs.push(`it begins with ${events[0]?.id ?? 'nothing'}`);
  if (events[0]?.event !== 'start') wrongs.push(`its first event is ${events[0]?.event ?? 'missing'}`);
  const ends = events.filter(({ event }) => event === 'job_complete');
  const [end] = ends;
  if (ends.length !== 1 || end === undefined) return [...wrongs, `it has ${ends.length} times job_complete`];
  if (read(end)['status'] !== final.status) {
    wrongs.push(`it ends with ${String(read(end)['status'])}, and the job is ${final.status}`);
  }
  const won = events.filter((event) => event.event === 'run_complete' && read(event)['status'] === 'success');
  const claimed = won.map((event) => String(read(event)['node']));
  const succeeded = [...final.nodes].filter(([, status]) => status === 'succeeded').map(([node]) => node);
  if (claimed.sort().join() !== succeeded.sort().join()) {
    wrongs.push(`success was told of ${claimed.join() || 'none'}, and ${succeeded.join() || 'none'} succeeded`);
  }
  return wrongs;
}

/** Numbers without a gap, times that only grow. */
function ordered(events: readonly SeenEvent[]): string[] {
  return events.slice(1).flatMap((event, i) => {
    const before = events[i];
    if (before === undefined) return [];
    const wrongs = numberOf(event) === numberOf(before) + 1 ? [] : [`${event.id} comes after ${before.id}`];
    const [earlier, later] = [String(read(before)['timestamp']), String(read(event)['timestamp'])];
    return earlier < later ? wrongs : [...wrongs, `the time of ${event.id} is not after that of ${before.id}`];
  });
}

function repeated(events: readonly SeenEvent[]): string[] {
  const counts = new Map<string, number>();
  for (const event of events) {
    const key = `${event.event} of job ${String(read(event)['job'])}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].filter(([, count]) => count > 1).map(([what, count]) => `${what} is told ${count} times`);
}

/** Which events came over all connections of a watcher, one after the other. */
function sequence(watch: Watch): string[] {
  const wrongs: string[] = [];
  let last = watch.jobId === undefined ? undefined : 0;
  for (const connection of watch.connections) {
    const horizon = connection.events[0]?.event === 'start_of_history' ? connection.events[0] : undefined;
    if (horizon !== undefined) wrongs.push(...wrongHorizon(connection));
    const events = connection.events.filter((event) => event !== horizon);
    if (events[0]?.event === 'summary') {
      wrongs.push(...wrongSummary(events, last));
      return wrongs;
    }
    for (const [i, event] of events.entries()) {
      const number = numberOf(event);
      const mayJump = last === undefined || (i === 0 && horizon !== undefined && number > last);
      if (!mayJump && number !== (last ?? 0) + 1) {
        const name = last === 0 ? 'the beginning' : `number ${last}`;
        wrongs.push(
          `${event.id} (${event.event}) comes after ${name}, from ${connection.to} asked with ${said(connection)}`,
        );
      }
      last = number;
    }
  }
  return wrongs;
}

const said = ({ lastEventId }: FeedConnection): string => lastEventId ?? 'no Last-Event-ID';

/** A job that ended some time ago is one `summary`, and only to somebody who has seen nothing of it. */
function wrongSummary(events: readonly SeenEvent[], last: number | undefined): string[] {
  const wrongs = events.length === 1 ? [] : ['a summary is followed by something'];
  return last === 0 ? wrongs : [...wrongs, `a summary came to somebody who had seen number ${last}`];
}

function wrongHorizon({ openedMs, events, lastEventId }: FeedConnection): string[] {
  const next = events[1];
  if (lastEventId === undefined) return ['history was played to somebody who did not ask for it'];
  if (next === undefined) return [];
  const horizonMs = Date.parse(String(read(next)['timestamp']));
  return openedMs - horizonMs < KEPT_MS && numberOf(next) > Number(lastEventId.slice('org-'.length)) + 1
    ? [`start_of_history, though what is missing is only ${Math.round((openedMs - horizonMs) / 1000)} s old`]
    : [];
}

/** Events that a watcher saw and the log does not have, or has otherwise. */
function differences(watch: Watch, truth: readonly SeenEvent[]): string[] {
  const byId = new Map(truth.map((event) => [event.id, event]));
  const oldest = numberOf(truth[0] ?? { id: '' });
  return watch.connections.flatMap(({ events, to }) =>
    events.flatMap((event) => {
      if (event.event === 'summary' || event.event === 'start_of_history') return [];
      const logged = byId.get(event.id);
      if (logged === undefined) {
        const expired = watch.jobId === undefined && !(numberOf(event) >= oldest);
        return expired ? [] : [`${event.id} (${event.event}), seen at ${to}, is not in the log`];
      }
      if (logged.event === event.event && logged.data === event.data) return [];
      return [`${event.id}, seen at ${to}, is ${event.event} ${event.data}, in the log ${logged.event} ${logged.data}`];
    }),
  );
}
