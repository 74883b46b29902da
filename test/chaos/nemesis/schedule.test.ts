import { describe, expect, it } from 'vitest';
import { Random } from '../../fuzz/random.ts';
import { schedule } from './schedule.ts';

const LINKS = [
  ...['nodes>commands', 'nodes>heartbeats', 'world>gateway', 'broker-1>postgres', 'feed-1>redis'],
  ...['broker-1>orchestrator-2', 'gateway-1>orchestrator-1'],
];
const MINUTE_MS = 60_000;

describe('the schedule of faults', () => {
  it('follows from the seed alone', () => {
    const one = schedule(5 * MINUTE_MS, LINKS, new Random(7));
    expect(schedule(5 * MINUTE_MS, LINKS, new Random(7))).toEqual(one);
    expect(schedule(5 * MINUTE_MS, LINKS, new Random(8))).not.toEqual(one);
  });

  it('has every kind of fault in five minutes, one upgrade, and stays within its time', () => {
    const planned = schedule(5 * MINUTE_MS, LINKS, new Random(7));
    const kinds = new Set(planned.map(({ fault }) => fault.kind));
    const all = ['agents', 'clock', 'freeze', 'kill', 'network', 'postgres', 'redis', 'restart', 'upgrade'];
    expect([...kinds].sort()).toEqual(all);
    expect(planned.filter(({ fault }) => fault.kind === 'upgrade')).toHaveLength(1);
    expect(planned.every(({ atMs }) => atMs < 5 * MINUTE_MS)).toBe(true);
  });
});
