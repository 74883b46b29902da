import { writeFileSync, writeSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { FULL, QUICK } from './figure.ts';
import { endLeftovers } from './leftovers.ts';
import { measureStage } from './measure.ts';
import { observations, spaces } from './observations.ts';
import { jsonRow, type Result } from './result.ts';
import { STAGES } from './stages.ts';
import { table } from './table.ts';

const USAGE = `npm run bench -- [OPTIONS]   measure, each figure beside bare libraries doing the same

  --quick       shorter: fewer repetitions, the same sizes
  --json        rows of JSON on standard output instead of the table
  --only NAME   one figure or stage; may be repeated
  --out FILE    write the rows to a file, too, with what everything cost: what test/scale computes with
  --list        name the figures and stages
`;

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [] },
    out: { type: 'string' },
    list: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const results: Result[] = [];

/** The figures asked for, by stage. @throws Error for a name that is none */
function wanted(names: readonly string[]) {
  const known = STAGES.flatMap(({ name, figures }) => [name, ...figures.map((figure) => figure.name)]);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`there is no figure ${unknown.join(', ')}; there are ${known.join(', ')}`);
  const all = names.length === 0;
  return STAGES.map((stage) => ({
    stage,
    figures: stage.figures.filter(({ name }) => all || names.includes(name) || names.includes(stage.name)),
  })).filter(({ figures }) => figures.length > 0);
}

/** What test/scale computes with. */
function record(results: readonly Result[]): string {
  return `${JSON.stringify({ figures: results.map(jsonRow), spaces, observations }, null, 1)}\n`;
}

async function main(): Promise<void> {
  if (options.help) return void process.stdout.write(USAGE);
  if (options.list) {
    const lines = STAGES.map(({ name, figures }) => `${name}: ${figures.map((figure) => figure.name).join(', ')}\n`);
    return void process.stdout.write(lines.join(''));
  }
  for (const { stage, figures } of wanted(options.only)) {
    results.push(...(await measureStage(stage, figures, options.quick ? QUICK : FULL)));
  }
  tell();
}

/** At once, so that it is out before we end. */
function tell(): void {
  if (options.out !== undefined) writeFileSync(options.out, record(results));
  const text = options.json ? JSON.stringify(results.map(jsonRow), null, 2) : table(results);
  writeSync(process.stdout.fd, `${text}\n`);
}

// Who is interrupted tells what is known by then.
async function stop(): Promise<void> {
  await endLeftovers();
  tell();
  process.kill(process.pid, 'SIGKILL');
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());
await main();
