import type { BareNodes } from '../floors/bare-nodes.ts';
import type { Figure } from '../figure.ts';
import type { InstalledNodes } from '../nodes/installed-nodes.ts';

/** From the first configuration request until all are available; the floor is CURVE handshakes and one message each. */
export const connectStorm: Figure<BareNodes, InstalledNodes> = {
  name: 'connect-storm',
  title: '9,000 nodes arrive at once, configuration requests included',
  unit: 's',
  digits: 1,
  target: { underTimesFloor: 3 },
  floor: async (bare) => bare.stormSeconds,
  measure: async (nodes) => nodes.stormSeconds,
};
