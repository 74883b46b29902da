import { setTimeout as pause } from 'node:timers/promises';
import { metric } from '../support/metrics.ts';
import type { VitalSign } from './history.ts';
import type { Installation } from './installation.ts';

const EVERY_MS = 3_000;
const PATIENCE_MS = 2_000;

/** Asks all services what they use, now and then. Who does not answer is asked again next time. */
export async function watchVitalSigns({ services }: Installation, signal: AbortSignal): Promise<VitalSign[]> {
  const signs: VitalSign[] = [];
  while (!signal.aborted) {
    await Promise.all(
      [...services.values()].map(async ({ name: process, life, child, isUp }) => {
        if (!isUp) return;
        const origin = `http://127.0.0.1:${child.spec.operationsPort}`;
        const reading = Promise.all([
          metric(origin, 'process_resident_memory_bytes'),
          metric(origin, 'process_open_fds'),
        ]).catch(() => undefined);
        const read = await Promise.race([reading, pause(PATIENCE_MS, undefined, { ref: false })]);
        if (read === undefined) return;
        const [residentBytes, descriptors] = read;
        signs.push({ process, life, atMs: Date.now(), residentBytes, descriptors });
      }),
    );
    await pause(EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
  return signs;
}
