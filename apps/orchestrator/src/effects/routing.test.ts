import { describe, expect, it } from 'vitest';
import { Whereabouts } from './routing.ts';

const LIVE = { session: 'live', address: '127.0.0.1:1' };
const at = (node: string, session: string, available = true) => ({
  organization: 'acme',
  node,
  epoch: 1,
  available,
  session,
});

describe('whereabouts', () => {
  const whereabouts = new Whereabouts(
    [LIVE],
    [at('idle', 'live'), at('in-rehab', 'live', false), at('orphan', 'dead')],
  );

  it('find a node at the broker whose lease lives', () => {
    expect(whereabouts.brokerOf('acme', 'idle')).toEqual(LIVE);
    expect(whereabouts.brokerOf('acme', 'orphan')).toBeUndefined();
    expect(whereabouts.brokerOf('other', 'idle')).toBeUndefined();
  });

  it('call only an idle node of a live broker available', () => {
    const available = ['idle', 'in-rehab', 'orphan', 'nobody'].filter((node) => whereabouts.isAvailable('acme', node));
    expect(available).toEqual(['idle']);
  });

  it('tell when there is no broker at all', () => {
    expect(whereabouts.noBroker).toBe(false);
    expect(new Whereabouts([], [at('idle', 'live')]).noBroker).toBe(true);
  });
});
