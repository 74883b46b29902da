// Preloaded into agents: their wall clock is off by the milliseconds that a file says, as after a step of the machine's
// clock. Timers are left alone, since a clock step does not touch them either.
import { readFileSync } from 'node:fs';

const file = process.env.CHAOS_CLOCK_FILE;
const { now } = Date;
let offsetMs = 0;

Date.now = () => now() + offsetMs;
globalThis.Date = new Proxy(Date, {
  construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [Date.now()] : args, newTarget),
});

setInterval(() => {
  try {
    offsetMs = Number(readFileSync(file, 'utf8'));
  } catch {
    offsetMs = 0; // nobody has touched this clock
  }
}, 200).unref();
