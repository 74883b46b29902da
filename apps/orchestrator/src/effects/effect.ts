import type { Effect } from '@push-jobs/job';
import { z } from 'zod';

const nodes = z.array(z.string());

/** Work that follows from a committed change, as a row of the outbox holds it. */
export const Work = z.discriminatedUnion('type', [
  /** Find out which nodes are there, and begin. */
  z.object({ type: z.literal('start') }),
  /** `commit` to every node that is `new` while the job is voting. */
  z.object({ type: z.literal('commit') }),
  /** `run` to every node that is `ready` while the job is running. */
  z.object({ type: z.literal('run') }),
  /** To each of these nodes what fits its status now. */
  z.object({ type: z.literal('resend'), nodes }),
  /**
   * `commit` again, and only by this broker: it may have sent it before we lost touch, and it alone knows. A stock
   * client answers a second `commit` with `nack_commit`.
   */
  z.object({ type: z.literal('recommit'), nodes, session: z.string() }),
  z.object({ type: z.literal('abort'), nodes }),
  z.object({ type: z.literal('rehab'), nodes }),
  z.object({ type: z.literal('arm'), deadline: z.enum(['voting', 'running']), atMs: z.number() }),
]);
export type Work = z.output<typeof Work>;

/** What becomes of a step's effects; `deadlineMs` is when the phase ends that an `arm` speaks of. */
export function workFrom(effects: readonly Effect[], deadlineMs: number | undefined): Work[] {
  return effects.flatMap((effect): Work[] => {
    switch (effect.type) {
      case 'commit':
      case 'run':
        return [effect];
      case 'abort':
      case 'rehab':
        return [{ type: effect.type, nodes: [...effect.nodes] }];
      case 'arm':
        return deadlineMs === undefined ? [] : [{ type: 'arm', deadline: effect.deadline, atMs: deadlineMs }];
      case 'finished':
        return []; // the events tell it, and they are published from memory or read from Postgres
      default:
        return unreachable(effect);
    }
  });
}

function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
