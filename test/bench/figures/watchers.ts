import type { Figure } from '../figure.ts';
import type { BareFeeds } from '../floors/bare-feeds.ts';
import { observe, spaces } from '../observations.ts';
import type { Audience } from '../watchers/audience.ts';
import type { InstalledFeeds } from '../watchers/installed-feeds.ts';

const KB = 1024;
/** Of one measurement: about two million deliveries. */
const EVENTS = 200;
const STEADY_DELIVERIES_PER_SECOND = 50_000;

/** A figure that is measured before a crowd, whoever serves it. */
function ofAudience(
  spec: Omit<Figure<BareFeeds, InstalledFeeds>, 'floor' | 'measure'>,
  measure: (audience: Audience, seconds: number) => Promise<number>,
): Figure<BareFeeds, InstalledFeeds> {
  const repeat = async (audience: Audience, times: number, seconds: number): Promise<number[]> => {
    const values: number[] = [];
    for (let i = 0; i < times; i++) values.push(await measure(audience, seconds));
    return values;
  };
  return {
    ...spec,
    floor: async (bare, { repetitions, seconds }) => repeat(await bare.audience(), repetitions, seconds),
    measure: async (feeds, { repetitions, seconds }) => repeat(await feeds.audience(), repetitions, seconds),
  };
}

/** Memory of the serving process for each connection, before anything is said. */
export const memoryPerWatcher: Figure<BareFeeds, InstalledFeeds> = {
  name: 'watcher-memory',
  title: '9,000 watchers on one feed replica',
  unit: 'KB/watcher',
  digits: 1,
  target: { under: 25 },
  floor: async (bare) => [(await bare.audience()).bytesPerWatcher / KB],
  measure: async (feeds) => {
    const { size, bytesPerWatcher } = await feeds.audience();
    spaces.push({ of: 'watchers', size, bytes: bytesPerWatcher * size });
    return [bytesPerWatcher / KB];
  },
};

const deliveriesOfAudience = ofAudience(
  {
    name: 'deliveries',
    title: 'deliveries to 9,000 watchers of one job, in batches of 10',
    unit: '/s',
    digits: 0,
    target: { atLeast: 100_000 },
  },
  (audience) => audience.deliveriesPerSecond(EVENTS),
);

export const deliveries: Figure<BareFeeds, InstalledFeeds> = {
  ...deliveriesOfAudience,
  measure: async (feeds, effort) => {
    const { size } = await feeds.audience();
    const work = () => deliveriesOfAudience.measure(feeds, effort);
    return observe(feeds.installation, 'deliveries', work, () => effort.repetitions * EVENTS * size);
  },
};

export const deliveryDelay = ofAudience(
  {
    name: 'delivery-delay',
    title: 'from publishing to watchers at 50,000 deliveries/s, p99',
    unit: 'ms',
    digits: 0,
    target: { under: 300 },
  },
  (audience, seconds) => audience.delayAt(STEADY_DELIVERIES_PER_SECOND, seconds),
);
