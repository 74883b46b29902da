import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { History, Violation } from './history.ts';

/** How much is shown: the first violations of each promise tell the most. */
const SHOWN_OF_EACH = 4;
const LOG_LINES = 40;
const AROUND_MS = 3_000;
const PINO_WARN = 40;
/** Lines that only say that somebody asked. */
const ACCESS = '"request answered"';

/** What was not kept, each with the history of its job and the processes' logs around it. */
export function report(violations: readonly Violation[], history: History, logsDir: string, seed: number): string {
  const byPromise = new Map<string, Violation[]>();
  for (const violation of violations) {
    byPromise.set(violation.promise, [...(byPromise.get(violation.promise) ?? []), violation]);
  }
  const logs = readLogs(logsDir);
  const parts = [...byPromise].map(([promise, those]) => {
    const shown = those.slice(0, SHOWN_OF_EACH).map((violation) => details(violation, history, logs));
    const left = those.length - shown.length;
    return [
      `VIOLATED ${those.length} times: ${promise}   (seed ${seed})`,
      ...shown,
      left > 0 ? `  and ${left} more` : '',
    ]
      .filter((line) => line !== '')
      .join('\n');
  });
  return parts.join('\n\n');
}

function details(violation: Violation, history: History, logs: readonly LogLine[]): string {
  const { what, jobId, atMs } = violation;
  const lines = [`- ${what}${jobId === undefined ? '' : `   job ${jobId}`}`];
  if (jobId !== undefined) lines.push(...jobHistory(jobId, history).map((line) => `    ${line}`));
  const from = (atMs ?? startOf(jobId, history)) - AROUND_MS;
  const until = Math.max(atMs ?? 0, endOf(jobId, history)) + AROUND_MS;
  const outages = history.outages.filter((outage) => outage.fromMs <= until && outage.untilMs >= from);
  lines.push(...outages.map(({ why, fromMs }) => `    fault ${clock(fromMs)} ${why}`));
  const named = logs.filter(({ text }) => jobId !== undefined && text.includes(jobId) && !text.includes(ACCESS));
  const around = logs.filter((line) => line.level >= PINO_WARN && line.atMs >= from && line.atMs <= until);
  const told = [...new Set([...named.slice(0, LOG_LINES), ...around.slice(0, LOG_LINES)])];
  lines.push(...told.sort((a, b) => a.atMs - b.atMs).map(({ file, text }) => `    ${file}: ${text.slice(0, 400)}`));
  return lines.join('\n');
}

function jobHistory(jobId: string, history: History): string[] {
  const job = history.jobs.find(({ id }) => id === jobId);
  const final = history.finals.get(jobId);
  const journal = history.journal.filter((line) => line.jobId === jobId);
  const connections = history.watches
    .filter((watch) => watch.jobId === jobId)
    .flatMap((watch, i) => watch.connections.map((connection) => ({ watcher: i + 1, ...connection })));
  return [
    ...(job === undefined ? [] : [`accepted ${clock(job.acceptedMs)} ${JSON.stringify(job.plan)}`]),
    ...(final === undefined
      ? ['not found']
      : [`final ${final.status} ${JSON.stringify(Object.fromEntries(final.nodes))}`]),
    ...(history.log.get(jobId) ?? []).map(({ id, event, data }) => `log ${id} ${event} ${data}`),
    ...journal.map(({ node, what, exitCode }) => `journal of ${node}: ${what} ${exitCode ?? ''}`),
    ...connections.map(({ watcher, to, openedMs, lastEventId, events }) => {
      const seen = events.map(({ id, event }) => `${id} ${event}`).join(', ');
      return `watcher ${watcher} ${clock(openedMs)} at ${to} after ${lastEventId ?? 'nothing'}: ${seen}`;
    }),
  ];
}

function startOf(jobId: string | undefined, history: History): number {
  return history.jobs.find(({ id }) => id === jobId)?.acceptedMs ?? 0;
}

/** Until when the logs may tell something of a job. */
function endOf(jobId: string | undefined, history: History): number {
  const last = jobId === undefined ? undefined : history.log.get(jobId)?.at(-1)?.data;
  const timestamp = /"timestamp":"([^"]*)"/.exec(last ?? '')?.[1];
  return timestamp === undefined ? startOf(jobId, history) : Date.parse(timestamp);
}

interface LogLine {
  readonly file: string;
  readonly atMs: number;
  readonly level: number;
  readonly text: string;
}

function readLogs(dir: string): LogLine[] {
  return readdirSync(dir).flatMap((file) =>
    readFileSync(path.join(dir, file), 'utf8')
      .split('\n')
      .filter((text) => text !== '')
      .map((text) => ({ file, text, ...stamp(text) })),
  );
}

/** pino's fields; a line that is no JSON (a stack, a crash) is shown whatever happens. */
function stamp(text: string): { atMs: number; level: number } {
  const atMs = Date.parse(/"time":"([^"]+)"/.exec(text)?.[1] ?? '');
  return { atMs, level: Number(/"level":(\d+)/.exec(text)?.[1] ?? PINO_WARN) };
}

export const clock = (ms: number): string => new Date(ms).toISOString().slice(11, 23);
