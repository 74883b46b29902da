import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Random } from '../fuzz/random.ts';
import { check } from './checker/check.ts';
import { eventLog, finalJobs, lostNodes, outputsOf } from './evidence.ts';
import type { History } from './history.ts';
import { Installation } from './installation.ts';
import { Generator } from './load/generator.ts';
import { Nemesis } from './nemesis/nemesis.ts';
import { describeFault, schedule } from './nemesis/schedule.ts';
import { type ChaosOptions, parseOptions } from './options.ts';
import { clock, report } from './report.ts';
import { watchStalls } from './stalls.ts';
import { watchVitalSigns } from './vital-signs.ts';

const MINUTE_MS = 60_000;
const WATCHERS_WITHIN_MS = 20_000;

const say = (line: string): void => void process.stdout.write(`${clock(Date.now())} ${line}\n`);

async function main(options: ChaosOptions): Promise<boolean> {
  const { seed, minutes, plant } = options;
  say(`seed ${seed}, ${minutes} minutes${plant === undefined ? '' : `, with a bug: ${plant}`}; starting`);
  const installation = await Installation.start(plant);
  let clean = false;
  try {
    const history = await Promise.race([run(installation, options), stopped()]);
    writeFileSync(path.join(installation.stateDir, 'history.json'), JSON.stringify(history, mapsToo));
    const violations = check(history);
    clean = violations.length === 0;
    if (!clean) process.stdout.write(`\n${report(violations, history, installation.logsDir, seed)}\n\n`);
    say(summary(history));
    say(clean ? `clean, seed ${seed}` : `NOT CLEAN, seed ${seed}; logs and data: ${installation.stateDir}`);
  } finally {
    await installation[Symbol.asyncDispose]();
  }
  if (clean && !options.keep) installation.remove();
  return clean;
}

async function run(installation: Installation, { seed, minutes }: ChaosOptions): Promise<History> {
  const random = new Random(seed);
  const links = [...installation.topology.links.keys()];
  const planned = schedule(minutes * MINUTE_MS, links, new Random(random.below(2 ** 31)));
  for (const { atMs, fault } of planned)
    say(`planned ${(atMs / 1_000).toFixed(1).padStart(6)} s  ${describeFault(fault)}`);
  const generator = new Generator(installation, new Random(random.below(2 ** 31)));
  const nemesis = new Nemesis(installation, say);
  const [working, measuring] = [new AbortController(), new AbortController()];
  const vitals = watchVitalSigns(installation, measuring.signal);
  const stalls = watchStalls(measuring.signal);
  const generating = generator.run(working.signal);
  await Promise.all([nemesis.run(planned), pause(minutes * MINUTE_MS)]);
  working.abort();
  installation.topology.clear();
  const quietMs = Date.now();
  say('quiet');
  await generating;
  const finals = await finalJobs(generator, quietMs);
  say(`all jobs read ${((Date.now() - quietMs) / 1_000).toFixed(1)} s after the last fault`);
  const lost = await lostNodes(generator, quietMs);
  say(`all nodes looked for ${((Date.now() - quietMs) / 1_000).toFixed(1)} s after the last fault`);
  await generator.finishWatching(WATCHERS_WITHIN_MS);
  measuring.abort();
  const auditor = await installation.startAuditor();
  const logs = await eventLog(auditor.origin, (user) => installation.privateKey(user), generator.jobs);
  const outputs = await outputsOf(generator, finals, logs.log);
  await auditor.stop();
  const { jobs, watchers, exchanges, trespasses, listings } = generator;
  return {
    ...{ jobs, finals, ...logs, outputs, exchanges, trespasses, listings },
    watches: watchers.map(({ watch }) => watch),
    journal: installation.hosts.flatMap((host) => host.journal()),
    outages: [...nemesis.outages, ...(await stalls)],
    vitals: await vitals,
    unaskedEnds: installation.unaskedEnds,
    lostNodes: lost,
  };
}

function summary({ jobs, finals, watches, outputs, exchanges, journal, vitals, outages }: History): string {
  const statuses = tally([...finals.values()].map(({ status }) => status));
  const nodes = tally([...finals.values()].flatMap((final) => [...final.nodes.values()]));
  const answered = tally(exchanges.map(({ status }) => String(status ?? 'none')));
  const connections = watches.flatMap((watch) => watch.connections);
  const events = connections.flatMap((connection) => connection.events);
  return [
    `${jobs.length} jobs (${statuses}); nodes: ${nodes}`,
    `${journal.length} journal lines, ${outputs.length} outputs, ${vitals.length} vital signs`,
    `${watches.length} watchers on ${connections.length} connections saw ${events.length} events`,
    `${exchanges.length} requests (${answered})`,
    `${outages.length} declared outages, ${outages.filter(({ why }) => why.startsWith('the machine')).length} of them because the machine was late`,
  ].join('\n             ');
}

/** For whoever reads on after the run. */
const mapsToo = (_key: string, value: unknown): unknown =>
  value instanceof Map ? Object.fromEntries(value as Map<string, unknown>) : value;

function tally(words: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].map(([word, count]) => `${count} ${word}`).join(', ');
}

async function stopped(): Promise<never> {
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  throw new Error('stopped');
}

try {
  process.exitCode = (await main(parseOptions(process.argv.slice(2), Date.now()))) ? 0 : 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 2;
}
