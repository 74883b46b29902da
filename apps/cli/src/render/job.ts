import type { Job } from '../job.ts';
import { ending } from './event.ts';
import { clip, count, plain, table } from './text.ts';

const ROWS_AT_MOST = 20;
const NAMES_AT_MOST = 8;
/** What people look for first stands first. */
const ORDER = [
  'failed',
  'crashed',
  'timed_out',
  'aborted',
  'nacked',
  'unavailable',
  'running',
  'ready',
  'new',
  'was_ready',
  'succeeded',
];
const TROUBLE: ReadonlySet<string> = new Set(['failed', 'crashed', 'timed_out', 'aborted', 'nacked', 'unavailable']);

interface Row {
  readonly node: string;
  readonly status: string;
  readonly reason: string;
}

/** A job with its nodes. */
export function jobScreen(job: Job): string {
  const facts: [string, string | undefined][] = [
    ['Job', job.id],
    ['Command', plain(job.command)],
    ['Status', plain(job.status)],
    ['User', job.user],
    ['Directory', job.dir],
    ['Environment', job.env && Object.keys(job.env).join(' ')],
    ['File', job.file_specified ? 'yes' : undefined],
    ['Output', job.capture_output ? 'captured' : undefined],
    ['Timeout', `${job.run_timeout} s`],
    ['Created', job.created_at],
    ['Updated', job.updated_at],
  ];
  const given = facts.flatMap(([name, value]) => (value ? [[name, plain(value)]] : []));
  const nodes = nodeScreen(job);
  return nodes === '' ? table(given) : `${table(given)}\n${nodes}`;
}

/** How a job ended: one sentence, and its nodes. */
export function resultScreen(job: Job): string {
  return `Job ${job.id}: ${ending(job.status)}\n\n${nodeScreen(job)}`;
}

/** A row for each node, or where they are many, rows for those in trouble and the others by number. */
export function nodeScreen(job: Job): string {
  const rows = rowsOf(job);
  if (rows.length === 0) return '';
  if (rows.length <= ROWS_AT_MOST) return nodeTable(rows);
  const trouble = rows.filter(({ status }) => TROUBLE.has(status));
  const overview = overviewOf(job);
  if (trouble.length === 0) return overview;
  const rest = trouble.length - ROWS_AT_MOST;
  const more = rest > 0 ? `… and ${count(rest, 'other')}; push-jobs --json job status ${job.id} names them all\n` : '';
  return `${nodeTable(trouble.slice(0, ROWS_AT_MOST))}${more}\n${overview}`;
}

/** The jobs of an organization, as many columns wide as the terminal. */
export function jobList(jobs: readonly Job[], width: number): string {
  if (jobs.length === 0) return 'No jobs.\n';
  const rows = jobs.map((job) => [job.id, plain(job.status), job.created_at, plain(job.command)]);
  return table([['JOB', 'STATUS', 'CREATED', 'COMMAND'], ...rows])
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => `${clip(line, width)}\n`)
    .join('');
}

function rowsOf({ nodes = {}, details = {} }: Job): Row[] {
  return sortedStatuses(nodes).flatMap((status) =>
    (nodes[status] ?? []).map((node) => ({ node, status, reason: reasonOf(details[node]) })),
  );
}

const sortedStatuses = (nodes: NonNullable<Job['nodes']>): string[] =>
  Object.keys(nodes).sort((a, b) => rank(a) - rank(b));

function reasonOf(detail: NonNullable<Job['details']>[string] | undefined): string {
  if (detail?.reason !== undefined) return plain(detail.reason);
  return detail?.exit_code === undefined || detail.exit_code === 0 ? '' : `exit code ${detail.exit_code}`;
}

function nodeTable(rows: readonly Row[]): string {
  const reasons = rows.some(({ reason }) => reason !== '');
  const cells = rows.map(({ node, status, reason }) => [plain(node), plain(status), ...(reasons ? [reason] : [])]);
  return table([['NODE', 'STATUS', ...(reasons ? ['REASON'] : [])], ...cells]);
}

function overviewOf({ nodes = {} }: Job): string {
  return table(
    sortedStatuses(nodes).map((status) => {
      const names = nodes[status] ?? [];
      return [plain(status), names.length.toLocaleString('en-US'), someNames(names)];
    }),
  );
}

function someNames(all: readonly string[]): string {
  const names = all.slice(0, NAMES_AT_MOST).map(plain);
  const more = all.length - names.length;
  return names.join(', ') + (more === 0 ? '' : ` and ${count(more, 'other')}`);
}

const rank = (status: string): number => {
  const at = ORDER.indexOf(status);
  return at === -1 ? ORDER.length : at;
};
