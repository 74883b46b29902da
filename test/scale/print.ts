// `node test/bench/dist/scale/print.js FILE`: the table of docs/scaling.md from what `npm run bench -- --out FILE` wrote.
import { readFileSync } from 'node:fs';
import { costsOf } from './costs.ts';
import type { Measured } from './measured.ts';
import { demandTable } from './tables.ts';

const [, , file = 'test/scale/measured.json'] = process.argv;
const measured = JSON.parse(readFileSync(file, 'utf8')) as Measured; // written by the benchmark
process.stdout.write(`${demandTable(costsOf(measured))}\n`);
