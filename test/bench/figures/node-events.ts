import { randomBytes } from 'node:crypto';
import type { InstalledLog } from '../events/installed-log.ts';
import type { Figure } from '../figure.ts';
import type { Nothing } from '../nothing.ts';
import { observe, spaces } from '../observations.ts';
import { eventTexts } from '../watchers/event-text.ts';

const NODES_PER_JOB = 1_000;
/** `quorum_vote`, `run_start` and `run_complete`. */
const EVENTS_PER_NODE = 3;
const BATCH_ROWS = 1_000;

/** Jobs on thousands of nodes that answer at once, several at a time; what counts is what was committed. */
export const nodeEvents: Figure<Nothing, InstalledLog> = {
  name: 'node-events',
  title: 'node events into the log, sustained',
  unit: '/s',
  digits: 0,
  target: { atLeast: 10_000 },
  floorBeside: async (log, { repetitions, seconds }) => {
    const values: number[] = [];
    for (let i = 0; i < repetitions; i++) values.push(await bareRowsPerSecond(log, seconds));
    return values;
  },
  measure: async (log, { repetitions, seconds }) => {
    await eventsPerSecond(log, 2); // code is compiled
    const values: number[] = [];
    for (let i = 0; i < repetitions; i++) values.push(await observedRate(log, seconds));
    await noteSpace(log);
    return values;
  },
};

async function observedRate(log: InstalledLog, seconds: number): Promise<number> {
  const { installation } = log;
  const result = await observe(
    installation,
    'node events',
    () => eventsPerSecond(log, seconds),
    ({ stored }) => stored,
  );
  return result.perSecond;
}

async function eventsPerSecond(log: InstalledLog, seconds: number) {
  const { nodes, broker } = log;
  const before = await storedEvents(log);
  const acknowledgedBefore = broker.acknowledged;
  const startedMs = performance.now();
  const endMs = startedMs + seconds * 1000;
  const shares = Array.from({ length: nodes.length / NODES_PER_JOB }, (_, i) =>
    nodes.slice(i * NODES_PER_JOB, (i + 1) * NODES_PER_JOB),
  );
  const keepBusy = async (share: readonly string[]): Promise<void> => {
    while (performance.now() < endMs) await runJob(log, share);
  };
  await Promise.all(shares.map(keepBusy));
  const elapsedSeconds = (performance.now() - startedMs) / 1000;
  const stored = (await storedEvents(log)) - before;
  const acknowledged = broker.acknowledged - acknowledgedBefore;
  if (stored !== acknowledged) throw new Error(`${acknowledged} events were acknowledged, ${stored} are in the log`);
  return { stored, perSecond: stored / elapsedSeconds };
}

async function runJob({ installation, completions, path }: InstalledLog, nodes: readonly string[]): Promise<void> {
  const { status, body } = await installation.client.json<{ uri: string }>('POST', path, { command: 'uptime', nodes });
  if (status !== 201) throw new Error(`the job was answered ${status}`);
  await completions.of(body.uri.slice(-32));
}

async function storedEvents({ installation }: InstalledLog): Promise<number> {
  const count = `select count(*)::int as count from job_event where event in ('quorum_vote', 'run_start', 'run_complete')`;
  const { rows } = await installation.inPostgres((postgres) => postgres.query<{ count: number }>(count));
  return rows[0]?.count ?? 0;
}

async function noteSpace({ installation }: InstalledLog): Promise<void> {
  const log = `select sum(pg_total_relation_size(inhrelid))::float8 as bytes, (select count(*)::float8 from job_event) as rows
    from pg_inherits where inhparent = 'job_event'::regclass`;
  const { rows } = await installation.inPostgres((postgres) => postgres.query<{ bytes: number; rows: number }>(log));
  const [found] = rows;
  if (found !== undefined) spaces.push({ of: 'event rows', size: found.rows, bytes: found.bytes });
}

/** The same rows in batches of the same size, one transaction each, into a table of the same shape. */
async function bareRowsPerSecond({ installation }: InstalledLog, seconds: number): Promise<number> {
  return installation.inPostgres(async (postgres) => {
    await postgres.query('create table if not exists bare_event (like job_event including all)');
    const startedMs = performance.now();
    let rows = 0;
    while (performance.now() - startedMs < seconds * 1000) {
      const job = randomBytes(16).toString('hex');
      for (let from = 0; from < NODES_PER_JOB * EVENTS_PER_NODE; from += BATCH_ROWS) {
        const numbers = Array.from({ length: BATCH_ROWS }, (_, i) => from + i + 1);
        await postgres.query({
          name: 'insert',
          text: `insert into bare_event select $1, number, 'run_complete', data
            from unnest($2::int[], $3::text[]) as row (number, data)`,
          values: [job, numbers, eventTexts({ first: from + 1, count: BATCH_ROWS, sent: Date.now() })],
        });
        rows += BATCH_ROWS;
      }
    }
    const perSecond = rows / ((performance.now() - startedMs) / 1000);
    await postgres.query('drop table bare_event');
    return perSecond;
  });
}
