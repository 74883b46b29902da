import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Input, NODE_NEWS } from './inputs.ts';
import { advance, type Job, newJob, restoreJob } from './job.ts';
import type { Effect, JobEvent, Step } from './outcome.ts';
import { isFinished, isLive, JOB_STATUSES, NODE_STATUSES } from './statuses.ts';
import { step } from './step.ts';

const NODES = ['a', 'b', 'c', 'd'];
const anyNodes = fc.array(fc.constantFrom(...NODES, 'stranger'), { maxLength: 5 });

const start: fc.Arbitrary<Input> = anyNodes.map((down) => ({ type: 'start', down }));
const news: fc.Arbitrary<Input> = fc
  .tuple(fc.constantFrom(...NODES, 'stranger'), fc.constantFrom(...NODE_NEWS))
  .map(([node, heard]) => ({ type: 'news', node, news: heard }));
/** Mostly what a healthy node says, so that jobs get far enough for the rest to matter. */
const goodNews: fc.Arbitrary<Input> = fc
  .tuple(fc.constantFrom(...NODES), fc.constantFrom('ack_commit' as const, 'ack_run' as const, 'succeeded' as const))
  .map(([node, heard]) => ({ type: 'news', node, news: heard }));
const deadline: fc.Arbitrary<Input> = fc
  .constantFrom('voting' as const, 'running' as const)
  .map((of) => ({ type: 'deadline', of }));
const cancel: fc.Arbitrary<Input> = fc.oneof(
  { weight: 1, arbitrary: fc.constant<Input>({ type: 'cancel' }) },
  { weight: 4, arbitrary: anyNodes.map((nodes): Input => ({ type: 'cancel', nodes })) },
);
const anyInput = fc.oneof(
  { weight: 10, arbitrary: goodNews },
  { weight: 6, arbitrary: news },
  { weight: 1, arbitrary: start },
  { weight: 1, arbitrary: deadline },
  { weight: 1, arbitrary: cancel },
);
const anyInputs = fc.array(anyInput, { maxLength: 40 });
const anyQuorum = fc.integer({ min: 0, max: NODES.length + 1 });

const fresh = fc.tuple(anyQuorum, fc.subarray(NODES)).map(
  ([quorum, nodes]) =>
    () =>
      newJob({ id: 'j', quorum, nodes }),
);
/** Begins with a start, as lives do. */
const started = fc.tuple(start, anyInputs).map(([first, rest]) => [first, ...rest]);
const ENDING: Input[] = [
  { type: 'start', down: [] },
  { type: 'deadline', of: 'voting' },
  { type: 'deadline', of: 'running' },
];

/** Plays inputs on a working copy; `look` sees each step before it is folded in. */
function play(job: Job, inputs: readonly Input[], look: (made: Step, before: Job) => void = () => {}) {
  const events: JobEvent[] = [];
  const effects: Effect[] = [];
  for (const input of inputs) {
    const made = step(job, input);
    look(made, job);
    advance(job, made);
    events.push(...made.events);
    effects.push(...made.effects);
  }
  return { events, effects };
}

const holds = (property: (job: Job, inputs: Input[]) => void, inputs = fc.oneof(started, anyInputs)) =>
  fc.assert(
    fc.property(fresh, inputs, (create, played) => property(create(), played)),
    { numRuns: 1000 },
  );
const times = <T>(list: readonly T[], is: (one: T) => boolean) => list.filter(is).length;
const recount = (job: Job) => restoreJob({ ...job, nodes: job.nodes }).counts;

describe('whatever happens, in whatever order', () => {
  it('no node leaves a final status', () => {
    holds((job, inputs) => {
      play(job, inputs, (made, before) => {
        for (const { node } of made.nodes) expect(before.nodes.get(node)).toSatisfy(isLive);
      });
    });
  });

  it('a step names a node at most once, and only with a status it did not have', () => {
    holds((job, inputs) => {
      play(job, inputs, (made, before) => {
        expect(new Set(made.nodes.map(({ node }) => node)).size).toBe(made.nodes.length);
        for (const { node, status } of made.nodes) expect(before.nodes.get(node)).not.toBe(status);
      });
    });
  });

  it('a finished job has no live node, and nothing more happens to it', () => {
    holds((job, inputs) => {
      play(job, inputs, (made, before) => {
        if (!isFinished(before.status)) return;
        expect(made).toEqual({ nodes: [], events: [], effects: [] });
        expect([...before.nodes.values()].filter(isLive)).toEqual([]);
      });
    });
  });

  it('the end is announced at most once, with the status that the job then has, as the last event', () => {
    holds((job, inputs) => {
      const { events, effects } = play(job, inputs);
      const ended = isFinished(job.status);
      expect(times(events, ({ event }) => event === 'job_complete')).toBe(ended ? 1 : 0);
      expect(times(effects, ({ type }) => type === 'finished')).toBe(ended ? 1 : 0);
      if (ended) expect(events.at(-1)).toEqual({ event: 'job_complete', status: job.status });
    });
  });

  it('once started and past both deadlines the job has ended, exactly once', () => {
    holds((job, inputs) => {
      const { events } = play(job, [...inputs, ...ENDING]);
      expect(job.status).toSatisfy(isFinished);
      expect([...job.nodes.values()].filter(isLive)).toEqual([]);
      expect(times(events, ({ event }) => event === 'job_complete')).toBe(1);
    });
  });

  it('the quorum is decided at most once, before anything runs', () => {
    holds((job, inputs) => {
      const names = play(job, [...inputs, ...ENDING]).events.map(({ event }) => event);
      const decided = names.indexOf('quorum_succeeded');
      expect(names.lastIndexOf('quorum_succeeded')).toBe(decided);
      const firstRun = names.findIndex((name) => name === 'run_start' || name === 'run_complete');
      if (firstRun !== -1) expect(decided).toSatisfy((at: number) => at !== -1 && at < firstRun);
      if (decided !== -1) expect(names.lastIndexOf('quorum_vote')).toBeLessThan(decided);
    });
  });

  it('nodes are told to run at most once, and each starts at most once', () => {
    holds((job, inputs) => {
      const { events, effects } = play(job, inputs);
      expect(times(effects, ({ type }) => type === 'run')).toBeLessThanOrEqual(1);
      expect(times(effects, ({ type }) => type === 'commit')).toBeLessThanOrEqual(1);
      const starts = events.flatMap((said) => (said.event === 'run_start' ? [said.node] : []));
      expect(new Set(starts).size).toBe(starts.length);
    });
  });

  it('rehab is done exactly where it is said', () => {
    holds((job, inputs) => {
      play(job, inputs, (made) => {
        const said = made.events.flatMap((one) => (one.event === 'rehab' ? [one.node] : []));
        const done = made.effects.flatMap((one) => (one.type === 'rehab' ? one.nodes : []));
        expect(done).toEqual(said);
      });
    });
  });

  it('the counts equal a recount', () => {
    holds((job, inputs) => {
      play(job, inputs, (_, before) => expect(before.counts).toEqual(recount(before)));
      expect(job.counts).toEqual(recount(job));
    });
  });

  it('a step leaves the job that it reads as it was', () => {
    holds((job, inputs) => {
      for (const input of inputs) {
        const before = structuredClone(job);
        const made = step(job, input);
        expect(job).toEqual(before);
        expect(step(job, input)).toEqual(made);
        advance(job, made);
      }
    });
  });

  it('strangers change nothing', () => {
    holds((job, inputs) => {
      play(job, inputs);
      for (const heard of NODE_NEWS)
        expect(step(job, { type: 'news', node: 'stranger', news: heard })).toEqual({
          nodes: [],
          events: [],
          effects: [],
        });
    });
  });
});

describe('whatever storage holds', () => {
  it('a start and both deadlines end the job and all its nodes', () => {
    const stored = fc.record({
      status: fc.constantFrom(...JOB_STATUSES.filter((status) => !isFinished(status))),
      quorum: anyQuorum,
      nodes: fc.array(fc.tuple(fc.constantFrom(...NODES), fc.constantFrom(...NODE_STATUSES))),
    });
    fc.assert(
      fc.property(stored, anyInputs, (found, inputs) => {
        const job = restoreJob({ id: 'j', ...found });
        play(job, [...inputs, ...ENDING]);
        expect(job.status).toSatisfy(isFinished);
        expect([...job.nodes.values()].filter(isLive)).toEqual([]);
        expect(job.counts).toEqual(recount(job));
      }),
      { numRuns: 1000 },
    );
  });
});
