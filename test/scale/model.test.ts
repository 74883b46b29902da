import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { median } from '../bench/statistics.ts';
import { costsOf, SERVICES } from './costs.ts';
import { jobSeconds } from './demand.ts';
import { at } from './line.ts';
import { type Measured, observed } from './measured.ts';
import { demandTable } from './tables.ts';

const read = (file: string): string => readFileSync(new URL(file, import.meta.url), 'utf8');

/** What `npm run bench -- --out` wrote on a machine of two cores. */
const measured = JSON.parse(read('./measured.json')) as Measured; // as the benchmark wrote it
const costs = costsOf(measured);
const WITHIN = 0.25;

const near = (predicted: number, real: number): void => expect(Math.abs(predicted / real - 1)).toBeLessThan(WITHIN);

describe('the model, fed with jobs on 100, 300 and 3,000 nodes', () => {
  it.each([1_000, 9_000])('predicts the duration of a job on %d nodes within a quarter', (size) => {
    near(jobSeconds(costs, size), median(observed(measured, 'job', size).map((job) => job.seconds)));
  });

  it.each([1_000, 9_000])('predicts the processor time of a job on %d nodes within a quarter', (size) => {
    const jobs = observed(measured, 'job', size);
    const total = (job: (typeof jobs)[number]) =>
      SERVICES.reduce((sum, service) => sum + (job.cpuSeconds[service] ?? 0), 0);
    const predicted = SERVICES.reduce((sum, service) => sum + at(costs.job[service], size), 0);
    near(predicted, jobs.reduce((sum, job) => sum + total(job), 0) / jobs.length);
  });
});

describe('docs/scaling.md', () => {
  it('shows what the model says', () => {
    // However the cells of the table are padded.
    const plain = (text: string): string => text.replace(/ +/g, ' ').replace(/-{2,}/g, '-');
    expect(plain(read('../../docs/scaling.md'))).toContain(plain(demandTable(costs)));
  });
});
