import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asksForAck, type NodeMessage } from '../messages.ts';
import { arrive, observe, type KnownNode } from './node.ts';
import type { Heard, IsOpenJob, NodeEffect, NodeInput, NodeState } from './state.ts';

const isOpenJob: IsOpenJob = (jobId) => (jobId === 'unsure' ? undefined : jobId !== 'over');

const jobs = fc.constantFrom('j1', 'j2', 'over', 'unsure', null);
const said = fc.constantFrom('ack_commit', 'nack_commit', 'ack_run', 'nack_run', 'aborted', 'succeeded', 'failed');
const sender = {
  node: fc.constant('n'),
  client: fc.constant('c'),
  org: fc.constant('o'),
  timestamp: fc.constant('t'),
  sequence: fc.nat(40),
  incarnation_id: fc.constantFrom('first', 'first', 'first', 'second'),
  job_id: jobs,
};
const anyMessage: fc.Arbitrary<NodeMessage> = fc.oneof(
  fc.record({ ...sender, type: fc.constant('heartbeat'), job_state: fc.constantFrom('idle', 'committed', 'running') }),
  fc.record({ ...sender, type: said }),
  fc.record({ ...sender, type: fc.constantFrom('succeeded', 'failed'), ack: fc.boolean() }),
);
const anyRoute = fc.constantFrom('r1', 'r1', 'r2');
const anyDuty = fc.record({
  jobId: fc.constantFrom('j1', 'j2', 'over', 'unsure'),
  phase: fc.constantFrom('commit', 'committed', 'run', 'running'),
  contradictions: fc.constant(0),
});
const anyHeard = fc.record({ message: anyMessage, route: anyRoute, nowMs: fc.constant(0) });
const anyKnown = fc.record({
  idleIncarnation: fc.constantFrom('first', undefined),
  lastIncarnation: fc.constantFrom('first', 'zeroth', undefined),
});

type Happening = { input: NodeInput; afterMs: number };
const anyInput: fc.Arbitrary<NodeInput> = fc.oneof(
  { weight: 6, arbitrary: anyHeard.map((heard) => ({ type: 'message' as const, ...heard })) },
  { weight: 2, arbitrary: fc.constantFrom<NodeInput>({ type: 'tick', nowMs: 0 }, { type: 'second', nowMs: 0 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<NodeInput>({ type: 'rehab', nowMs: 0 }, { type: 'rehab', nowMs: 0, jobId: 'j1' }),
  },
  { weight: 1, arbitrary: fc.option(anyDuty, { nil: undefined }).map((duty) => ({ type: 'duty' as const, duty })) },
);
const anyStory = fc.array(fc.record({ input: anyInput, afterMs: fc.nat(1_500) }), { maxLength: 60 });

interface Moment {
  before: NodeState | undefined;
  input: NodeInput;
  state: NodeState;
  effects: readonly NodeEffect[];
  nowMs: number;
}

/** Everything that happens to a node from its arrival on; it arrives anew after it went down. */
function play(first: Heard, known: KnownNode, story: readonly Happening[]): Moment[] {
  const moments: Moment[] = [];
  let nowMs = 0;
  let state: NodeState | undefined;
  const happen = (input: NodeInput): void => {
    const before = state;
    if (before === undefined && input.type !== 'message') return;
    const isFirst = before === undefined && input.type === 'message';
    const step = isFirst
      ? arrive(input, moments.length === 0 ? known : {}, isOpenJob)
      : observe(before as NodeState, input, isOpenJob); // it has one, or this is its first message
    moments.push({ before, input, nowMs, ...step });
    state = step.effects.some((effect) => effect.type === 'down') ? undefined : step.state;
  };
  happen({ type: 'message', ...first });
  for (const { input, afterMs } of story) {
    nowMs += afterMs;
    happen('nowMs' in input ? { ...input, nowMs } : input);
  }
  return moments;
}

function always(check: (moment: Moment, known: KnownNode) => void): void {
  fc.assert(
    fc.property(anyHeard, anyKnown, anyStory, (first, known, story) => {
      for (const moment of play(first, known, story)) check(moment, known);
    }),
    { numRuns: 300 },
  );
}

const sends = (effects: readonly NodeEffect[], message: 'abort' | 'ack'): number =>
  effects.filter((effect) => effect.type === 'send' && effect.message === message).length;

describe('whatever happens to a node', () => {
  it('becomes idle only by `aborted`, or by a durable record of the very incarnation', () => {
    always(({ before, input, state }, known) => {
      if (state.phase !== 'idle' || before?.phase === 'idle') return;
      const aborted = before !== undefined && input.type === 'message' && input.message.type === 'aborted';
      expect(aborted || known.idleIncarnation === state.incarnation).toBe(true);
    });
  });

  it('is announced as available exactly when it is idle', () => {
    always(({ before, state, effects }) => {
      const announced = effects.filter((effect) => effect.type === 'available').at(-1)?.available;
      const now = state.phase === 'idle';
      if (before === undefined || (before.phase === 'idle') !== now) expect(announced).toBe(now);
      else expect(announced ?? now).toBe(now);
    });
  });

  it('enters rehab with an abort, and is not told again within a second on one connection', () => {
    always(({ before, state, effects, nowMs }) => {
      const aborts = sends(effects, 'abort');
      expect(aborts).toBeLessThanOrEqual(1);
      const entered = state.phase === 'rehab' && before?.phase !== 'rehab';
      if (entered) expect(aborts).toBe(1);
      const same = before !== undefined && before.route === state.route && before.incarnation === state.incarnation;
      if (aborts === 1 && !entered && same) expect(nowMs - before.lastAbortMs).toBeGreaterThanOrEqual(1_000);
      if (aborts === 1) expect(state.phase).toBe('rehab');
    });
  });

  it('goes down exactly when the average of a tick is below 0.6', () => {
    always(({ input, state, effects }) => {
      const down = effects.some((effect) => effect.type === 'down');
      expect(down).toBe(input.type === 'tick' && state.average < 0.6);
      if (down) expect(effects).toContainEqual({ type: 'report', news: 'down', jobId: null });
    });
  });

  it('never hears one sequence twice on a connection', () => {
    always(({ before, input, state, effects }) => {
      if (before === undefined || input.type !== 'message') return;
      const known = input.message.incarnation_id === before.incarnation;
      const last = [before, before.before].find((connection) => connection?.route === input.route)?.lastSequence;
      const replayed = known && last !== undefined && input.message.sequence <= last;
      expect(effects.some((effect) => effect.type === 'refuse' && effect.why === 'replayed')).toBe(replayed);
      if (effects.some((effect) => effect.type === 'refuse')) expect(state).toBe(before);
    });
  });

  it('is never reported to a job that is over', () => {
    always(({ effects }) => {
      for (const effect of effects) if (effect.type === 'report') expect(effect.jobId).not.toBe('over');
    });
  });

  it('is concluded to have lost or missed something only from heartbeats of an idle node with a duty in that job', () => {
    always(({ before, input, effects }) => {
      for (const effect of effects) {
        if (effect.type !== 'report' || effect.message !== undefined || effect.news === 'down') continue;
        expect(input).toMatchObject({ type: 'message', message: { type: 'heartbeat' } });
        expect(before).toMatchObject({ phase: 'idle', duty: { jobId: effect.jobId } });
      }
    });
  });

  it('gets an answer to a result that asks for one, now or once it is stored, and to nothing else', () => {
    always(({ input, effects }) => {
      const answers = effects.flatMap((effect) => {
        const reported = effect.type === 'report' && effect.message !== undefined && asksForAck(effect.message);
        return reported || effect.type === 'acknowledge' ? [effect.jobId] : [];
      });
      const refused = effects.some((effect) => effect.type === 'refuse');
      const asked = input.type === 'message' && asksForAck(input.message) && !refused ? input.message.job_id : null;
      expect(answers).toEqual(asked === null ? [] : [asked]);
    });
  });

  it('is acknowledged once on every new connection of one incarnation', () => {
    always(({ before, state, effects }) => {
      const moved = before !== undefined && before.incarnation === state.incarnation && before.route !== state.route;
      const greeted = before === undefined && effects.some((effect) => effect.type === 'available' && effect.available);
      expect(sends(effects, 'ack')).toBe(moved || greeted ? 1 : 0);
    });
  });
});

describe('the health of a node', () => {
  it('is given up within three silent intervals, whatever it did before', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(4), { maxLength: 30 }), (beatsPerTick) => {
        let sequence = 1;
        const heard = (): Heard => ({
          message: {
            node: 'n',
            client: 'c',
            org: 'o',
            timestamp: 't',
            type: 'heartbeat',
            job_state: 'idle',
            job_id: null,
            incarnation_id: 'first',
            sequence: (sequence += 1),
          },
          route: 'r1',
          nowMs: 0,
        });
        let state = arrive(heard(), {}, isOpenJob).state;
        const tick = (): boolean => {
          const step = observe(state, { type: 'tick', nowMs: 0 }, isOpenJob);
          state = step.state;
          return step.effects.some((effect) => effect.type === 'down');
        };
        tick(); // the beat that it arrived with
        for (const beats of beatsPerTick) {
          for (let beat = 0; beat < beats; beat += 1)
            state = observe(state, { type: 'message', ...heard() }, isOpenJob).state;
          tick();
        }
        expect([tick(), tick(), tick()]).toContain(true);
      }),
    );
  });
});
