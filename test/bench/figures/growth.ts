import type { BareNodes } from '../floors/bare-nodes.ts';
import type { Figure } from '../figure.ts';
import type { InstalledNodes } from '../nodes/installed-nodes.ts';
import { progress } from '../progress.ts';
import { median, worstRise } from '../statistics.ts';

const SIZES = [100, 1_000, 9_000];
/** `quorum_vote`, `run_start` and `run_complete`. */
const EVENTS_PER_NODE = 3;

/**
 * A job's time per node event at 100, 1,000 and 9,000 nodes: how much longer it becomes where there are more nodes, at
 * worst. What a job costs whatever its size makes the time per event of small jobs longer, which is no growth.
 */
export const growth: Figure<BareNodes, InstalledNodes> = {
  name: 'growth',
  title: 'time per node event, at most: 1,000 or 9,000 nodes to fewer',
  unit: 'times',
  digits: 2,
  target: { under: 1.5 },
  measure: async (nodes, { repetitions }) => {
    const perEvent: number[] = [];
    for (const size of SIZES) {
      const seconds = await nodes.jobSeconds(size, repetitions);
      perEvent.push((median(seconds) * 1e6) / (size * EVENTS_PER_NODE));
    }
    progress(`microseconds per node event: ${perEvent.map((us) => us.toFixed(0)).join(', ')}`);
    return [worstRise(perEvent)];
  },
};
