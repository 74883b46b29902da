import { setTimeout as pause } from 'node:timers/promises';
import type { BareNodes } from '../floors/bare-nodes.ts';
import type { Figure } from '../figure.ts';
import type { InstalledNodes } from '../nodes/installed-nodes.ts';
import { observe } from '../observations.ts';

const KB = 1024;
const HEARTBEAT_SECONDS = 10;

/** Resident memory of the broker process with all nodes available, less what it was without any, by nodes. */
export const memoryPerNode: Figure<BareNodes, InstalledNodes> = {
  name: 'node-memory',
  title: '9,000 nodes on one broker, each with both channels',
  unit: 'KB/node',
  digits: 0,
  target: { under: 110 },
  floor: async (bare) => [bare.bytesPerNode / KB],
  measure: async (nodes, { seconds }) => {
    const { installation, fleet } = nodes;
    const beats = (fleet.names.length * seconds) / HEARTBEAT_SECONDS;
    await observe(
      installation,
      'heartbeats',
      () => pause(seconds * 1000),
      () => beats,
    );
    await nodes.checkAvailable();
    return [nodes.bytesPerNode / KB];
  },
};
