import { SERVICES } from '@push-jobs/local';
import type { Random } from '../../fuzz/random.ts';
import { nodeKey, TENANTS } from '../tenants.ts';
import { REPLICAS } from '../topology.ts';

/** Something that is done to the installation, and for how long. */
export type Fault =
  | { readonly kind: 'kill' | 'freeze' | 'restart'; readonly service: string; readonly forMs: number }
  | { readonly kind: 'postgres'; readonly signal: 'SIGKILL' | 'SIGQUIT'; readonly forMs: number }
  | { readonly kind: 'redis'; readonly how: 'kill' | 'empty' | 'freeze'; readonly forMs: number }
  | { readonly kind: 'network'; readonly link: string; readonly how: NetworkFault; readonly forMs: number }
  | { readonly kind: 'clock'; readonly host: string; readonly offsetMs: number; readonly forMs: number }
  | {
      readonly kind: 'agents';
      readonly hosts: readonly string[];
      readonly how: 'kill' | 'freeze';
      readonly forMs: number;
    }
  | { readonly kind: 'upgrade' };

export type NetworkFault = 'cut' | 'stall' | 'reset' | number;

export interface Planned {
  readonly atMs: number;
  readonly fault: Fault;
}

/** Faults come this far apart, so that there are times in which nothing excuses an error. */
const SPACING_MS = { least: 2_500, more: 4_500 };
/** Part of the run after which the rolling restart begins: of a short run it takes most of what is left. */
const UPGRADE_AT = 0.3;
const FIRST_MS = 3_000;

/** What happens when, from a seed alone. Every kind of fault comes up before any comes up again. */
export function schedule(durationMs: number, links: readonly string[], random: Random): Planned[] {
  const planned: Planned[] = [];
  let bag: Maker[] = [];
  let upgradeDue = true;
  for (let atMs = FIRST_MS; atMs < durationMs;) {
    if (upgradeDue && atMs > durationMs * UPGRADE_AT) {
      planned.push({ atMs, fault: { kind: 'upgrade' } });
      upgradeDue = false;
    } else {
      if (bag.length === 0) bag = shuffled(MAKERS, random);
      const fault = bag.pop()?.(random, links);
      if (fault !== undefined) planned.push({ atMs, fault });
    }
    atMs += SPACING_MS.least + random.below(SPACING_MS.more);
  }
  return planned;
}

type Maker = (random: Random, links: readonly string[]) => Fault;

const replica = (service: string, random: Random): string => `${service}-${1 + random.below(REPLICAS)}`;
const between = (leastMs: number, mostMs: number, random: Random): number => leastMs + random.below(mostMs - leastMs);
const HOSTS = TENANTS.flatMap(({ organization, nodes }) => nodes.map((node) => nodeKey(organization, node)));

const kills = SERVICES.map((service): Maker => {
  return (random) => ({ kind: 'kill', service: replica(service, random), forMs: between(0, 2_500, random) });
});
const freezes = (['orchestrator', 'broker', 'feed', 'gateway', 'output'] as const).map((service): Maker => {
  return (random) => ({ kind: 'freeze', service: replica(service, random), forMs: between(1_000, 9_000, random) });
});
const restarts = (['orchestrator', 'broker', 'feed', 'gateway'] as const).map((service): Maker => {
  return (random) => ({ kind: 'restart', service: replica(service, random), forMs: between(0, 1_500, random) });
});
const network = (pattern: RegExp): Maker => {
  return (random, links) => ({
    kind: 'network',
    link: random.pick(links.filter((link) => pattern.test(link))),
    how: random.pick<NetworkFault>(['cut', 'stall', 'stall', 'reset', 20 + random.below(300)]),
    forMs: between(500, 6_000, random),
  });
};

const MAKERS: readonly Maker[] = [
  ...[...kills, ...freezes, ...restarts],
  (random) => ({ kind: 'postgres', signal: 'SIGKILL', forMs: between(0, 2_000, random) }),
  (random) => ({ kind: 'postgres', signal: 'SIGQUIT', forMs: between(0, 4_000, random) }),
  (random) => ({ kind: 'redis', how: 'kill', forMs: between(0, 2_000, random) }),
  (random) => ({ kind: 'redis', how: 'empty', forMs: between(0, 2_000, random) }),
  (random) => ({ kind: 'redis', how: 'freeze', forMs: between(1_000, 6_000, random) }),
  network(/^nodes>/),
  network(/^nodes>commands/),
  network(/^world>/),
  network(/>postgres$/),
  network(/>postgres$/),
  network(/>redis$/),
  network(/^(broker|orchestrators).*>(orchestrator|broker)/),
  network(/^(gateway|orchestrator|feed)-\d>(orchestrator|broker|output)/),
  (random) => ({
    ...{ kind: 'clock', host: random.pick(HOSTS), forMs: between(3_000, 12_000, random) },
    offsetMs: random.pick([-400_000, -3_000, 3_000, 60_000, 400_000]),
  }),
  (random) => agents('kill', random),
  (random) => agents('freeze', random),
];

function agents(how: 'kill' | 'freeze', random: Random): Fault {
  const hosts = [...new Set(Array.from({ length: 1 + random.below(4) }, () => random.pick(HOSTS)))];
  return { kind: 'agents', how, hosts, forMs: between(0, 5_000, random) };
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  return items
    .map((item) => ({ item, at: random.next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

/** One line for people. */
export function describeFault(fault: Fault): string {
  switch (fault.kind) {
    case 'kill':
      return `SIGKILL ${fault.service}, away for ${fault.forMs} ms`;
    case 'freeze':
      return `SIGSTOP ${fault.service} for ${fault.forMs} ms`;
    case 'restart':
      return `SIGTERM ${fault.service}, away for ${fault.forMs} ms`;
    case 'postgres':
      return `Postgres ended by ${fault.signal}, away for ${fault.forMs} ms`;
    case 'redis':
      return `Redis: ${fault.how} for ${fault.forMs} ms`;
    case 'network':
      return `${fault.link}: ${typeof fault.how === 'number' ? `late by ${fault.how} ms` : fault.how} for ${fault.forMs} ms`;
    case 'clock':
      return `clock of ${fault.host} off by ${fault.offsetMs} ms for ${fault.forMs} ms`;
    case 'agents':
      return `${fault.how} ${fault.hosts.join(', ')} for ${fault.forMs} ms`;
    case 'upgrade':
      return 'rolling restart of everything';
  }
}
