import type { Figure } from '../figure.ts';
import type { InstalledJobs, Poster } from '../load/installed-jobs.ts';
import type { Nothing } from '../nothing.ts';
import { observe } from '../observations.ts';
import { percentile } from '../statistics.ts';

const BODY = JSON.stringify({ command: 'uptime', nodes: ['nobody'] });
const AT_ONCE = 32;
const HALF_OF_TARGET_PER_SECOND = 400;

async function rates(poster: Poster, { repetitions, seconds }: { repetitions: number; seconds: number }) {
  await poster.call('rate', { body: BODY, atOnce: AT_ONCE, seconds: 1 }); // code is compiled
  const values: number[] = [];
  for (let i = 0; i < repetitions; i++)
    values.push(await poster.call('rate', { body: BODY, atOnce: AT_ONCE, seconds }));
  return values;
}

async function tails(poster: Poster, { repetitions, seconds }: { repetitions: number; seconds: number }) {
  const values: number[] = [];
  for (let i = 0; i < repetitions; i++) {
    const delays = await poster.call('delays', { body: BODY, perSecond: HALF_OF_TARGET_PER_SECOND, seconds });
    values.push(percentile(delays, 99));
  }
  return values;
}

/** Signed jobs on a node that is not there, so that little but accepting them is measured, as fast as they are taken. */
export const postRate: Figure<Nothing, InstalledJobs> = {
  name: 'post-rate',
  title: 'POST /pushy/jobs, signed and durable',
  unit: '/s',
  digits: 0,
  target: { atLeast: 800 },
  floorBeside: ({ barePoster }, effort) => rates(barePoster, effort),
  measure: ({ poster, nodes }, effort) => {
    const posts = (perSecond: readonly number[]) => perSecond.reduce((sum, rate) => sum + rate * effort.seconds, 0);
    return observe(nodes.installation, 'posts', () => rates(poster, effort), posts);
  },
};

export const postDelay: Figure<Nothing, InstalledJobs> = {
  name: 'post-delay',
  title: 'POST /pushy/jobs at 400/s, p99',
  unit: 'ms',
  digits: 1,
  target: { under: 50 },
  floorBeside: ({ barePoster }, effort) => tails(barePoster, effort),
  measure: ({ poster }, effort) => tails(poster, effort),
};
