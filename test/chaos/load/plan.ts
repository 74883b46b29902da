import type { Random } from '../../fuzz/random.ts';
import type { JobPlan, Work } from '../history.ts';
import type { Tenant } from '../tenants.ts';

const LONG_RUN_SECONDS = 60;

/** Makes up a job: which nodes, what they shall do, and what is asked of them. */
export function planJob({ organization, nodes: all }: Tenant, random: Random): JobPlan {
  const nodes = someOf(all, 1 + random.below(random.chance(0.15) ? all.length : 5), random);
  const tooSlow = random.chance(0.06);
  return {
    organization,
    nodes,
    quorum: quorumOf(nodes.length, random),
    runTimeoutSeconds: tooSlow ? 1 + random.below(2) : LONG_RUN_SECONDS,
    capture: random.chance(0.5),
    work: random.chance(0.06) ? undefined : workOf(tooSlow, random),
  };
}

/** The command as the nodes' allow-list knows it. */
export const commandOf = ({ work }: JobPlan): string =>
  work === undefined ? 'something nobody allows' : `work ${work.seconds} ${work.exitCode} ${work.bytes}`;

/** Mostly all or most of them; now and then one, or more than there are. */
function quorumOf(count: number, random: Random): number {
  if (random.chance(0.03)) return count + 1;
  return random.pick([1, 1, Math.ceil(count / 2), Math.ceil(count / 2), count]);
}

function workOf(tooSlow: boolean, random: Random): Work {
  return {
    seconds: tooSlow ? 8 : Math.round(random.next() ** 3 * 40) / 10,
    exitCode: random.chance(0.15) ? 1 + random.below(100) : 0,
    bytes: random.pick([0, 10, 1_000, 20_000]),
  };
}

function someOf(all: readonly string[], count: number, random: Random): string[] {
  const left = [...all];
  return Array.from({ length: Math.min(count, all.length) }, () => left.splice(random.below(left.length), 1)).flat();
}
