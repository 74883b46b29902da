import { setTimeout as pause } from 'node:timers/promises';
import { answerCalls } from '../worker-process.ts';
import { SimulatedWatcher, type Seen } from './simulated-watcher.ts';

export interface Arrival {
  readonly port: number;
  readonly request: string;
  readonly count: number;
}

/** Connections that wait for the head of their answer at a time. */
const ARRIVING_AT_ONCE = 100;
const TICK_MS = 5;

const seen: Seen = { open: 0, closed: 0, events: 0, delays: [], timing: false };
const watchers: SimulatedWatcher[] = [];
let refusal: string | undefined;

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) {
    if (refusal !== undefined) throw new Error(`a watcher was refused: ${refusal}`);
    await pause(TICK_MS);
  }
}

async function arrive({ port, request, count }: Arrival): Promise<void> {
  for (let i = 0; i < count; i++) {
    await until(() => watchers.length - seen.open < ARRIVING_AT_ONCE);
    watchers.push(new SimulatedWatcher(port, request, seen, (why) => (refusal ??= why)));
  }
  await until(() => seen.open === watchers.length);
}

const methods = {
  arrive,
  /** Forgets what was seen, and from now on keeps delays or not. */
  restart: (timing: boolean) => {
    Object.assign(seen, { events: 0, delays: [], timing });
  },
  /** Resolves once all watchers of this process together have seen so many events since the last restart. */
  awaitEvents: (count: number) => until(() => seen.events >= count || seen.closed > 0),
  seen: () => seen,
  leave: () => {
    for (const watcher of watchers.splice(0)) watcher.close();
    Object.assign(seen, { open: 0, closed: 0 });
  },
};
export type WatcherWorkerMethods = typeof methods;

answerCalls(methods);
