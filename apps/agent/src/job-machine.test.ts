import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Answer,
  type Effect,
  IDLE,
  type Input,
  jobState,
  type Machine,
  type Result,
  step,
} from './job-machine.ts';
import type { Order } from './order.ts';

const order = (jobId: string): Order => ({ jobId, rule: { commandLine: 'true' }, env: {}, capture: false });
const result = (job_id: string): Result => ({ type: 'succeeded', job_id, exit_code: 0 });
const commit = (jobId: string): Input => ({ type: 'commit', jobId, verdict: { ok: true, order: order(jobId) } });
const refusedCommit = (jobId: string): Input => ({ type: 'commit', jobId, verdict: { ok: false, reason: 'no' } });
const run = (jobId: string): Input => ({ type: 'run', jobId });
const abort: Input = { type: 'abort' };
const finished = (jobId: string): Input => ({ type: 'finished', result: result(jobId) });
const killed: Input = { type: 'killed' };

const after = (...inputs: Input[]): Machine => inputs.reduce((machine, input) => step(machine, input).machine, IDLE);

const idle = IDLE;
const committed = after(commit('a'));
const running = after(commit('a'), run('a'));
const stopping = after(commit('a'), run('a'), abort);
const stoppingTwice = after(commit('a'), run('a'), abort, abort);
const done = after(commit('a'), run('a'), finished('a'));
const aborted = after(commit('a'), abort);

const says = (answer: Answer): Effect => ({ type: 'answer', answer });
const ack = (type: 'ack_commit' | 'ack_run', job_id: string) => says({ type, job_id });
const nack = (type: 'nack_commit' | 'nack_run', job_id: string, reason: string) => says({ type, job_id, reason });
const wasAborted = (job_id: string | null) => says({ type: 'aborted', job_id });

const TABLE: [string, string, Machine, Input, string, Effect[]][] = [
  ['idle', 'commit', idle, commit('a'), 'committed a', [ack('ack_commit', 'a')]],
  ['idle', 'a commit it cannot carry out', idle, refusedCommit('a'), 'idle', [nack('nack_commit', 'a', 'no')]],
  ['idle', 'run', idle, run('a'), 'idle', [nack('nack_run', 'a', 'not committed to this job')]],
  ['idle', 'abort', idle, abort, 'idle', [wasAborted(null)]],
  ['idle', 'a late end', idle, finished('a'), 'idle', []],
  ['idle', 'a late kill', idle, killed, 'idle', []],
  ['committed', 'the same commit', committed, commit('a'), 'committed a', [ack('ack_commit', 'a')]],
  ['committed', 'the same commit, now refused', committed, refusedCommit('a'), 'committed a', [ack('ack_commit', 'a')]],
  ['committed', 'another commit', committed, commit('b'), 'committed a', [nack('nack_commit', 'b', 'busy with job a')]],
  ['committed', 'run', committed, run('a'), 'running a', [ack('ack_run', 'a'), { type: 'start', order: order('a') }]],
  ['committed', 'another run', committed, run('b'), 'committed a', [nack('nack_run', 'b', 'committed with job a')]],
  ['committed', 'abort', committed, abort, 'idle', [wasAborted('a')]],
  ['running', 'its commit', running, commit('a'), 'running a', [nack('nack_commit', 'a', 'busy with job a')]],
  ['running', 'another commit', running, commit('b'), 'running a', [nack('nack_commit', 'b', 'busy with job a')]],
  ['running', 'the same run', running, run('a'), 'running a', [ack('ack_run', 'a')]],
  ['running', 'another run', running, run('b'), 'running a', [nack('nack_run', 'b', 'running with job a')]],
  ['running', 'abort', running, abort, 'running a', [{ type: 'kill' }]],
  ['running', 'its end', running, finished('a'), 'idle', [says(result('a'))]],
  ['running', 'the end of another job', running, finished('b'), 'running a', []],
  ['stopping', 'commit', stopping, commit('b'), 'running a', [nack('nack_commit', 'b', 'busy with job a')]],
  ['stopping', 'its run', stopping, run('a'), 'running a', [nack('nack_run', 'a', 'running with job a')]],
  ['stopping', 'its end', stopping, finished('a'), 'running a', []],
  ['stopping', 'abort', stopping, abort, 'running a', []],
  ['stopping', 'the end of its processes', stopping, killed, 'idle', [wasAborted('a')]],
  ['stopping twice', 'the end of its processes', stoppingTwice, killed, 'idle', [wasAborted('a'), wasAborted(null)]],
  ['done', 'its commit', done, commit('a'), 'idle', [nack('nack_commit', 'a', 'this job has run here')]],
  ['done', 'its run', done, run('a'), 'idle', [ack('ack_run', 'a'), says(result('a'))]],
  ['done', 'the next commit', done, commit('b'), 'committed b', [ack('ack_commit', 'b')]],
  ['done', 'another run', done, run('b'), 'idle', [nack('nack_run', 'b', 'not committed to this job')]],
  ['aborted', 'its commit', aborted, commit('a'), 'idle', [nack('nack_commit', 'a', 'this job was aborted here')]],
  ['aborted', 'its run', aborted, run('a'), 'idle', [nack('nack_run', 'a', 'not committed to this job')]],
];

const shown = (machine: Machine): string => {
  const { job_state, job_id } = jobState(machine);
  return job_id === null ? job_state : `${job_state} ${job_id}`;
};

describe('the node', () => {
  it.each(TABLE)('that is %s and hears %s', (_state, _hears, machine, input, next, effects) => {
    const stepped = step(machine, input);
    expect({ next: shown(stepped.machine), effects: stepped.effects }).toEqual({ next, effects });
  });

  const inputs = fc.array(
    fc.oneof(
      fc
        .constantFrom('a', 'b')
        .chain((job) => fc.constantFrom(commit(job), refusedCommit(job), run(job), finished(job))),
      fc.constantFrom(abort, killed),
    ),
    { maxLength: 40 },
  );
  const effectsOf = (given: Input[]): Effect[] => {
    let machine = IDLE;
    return given.flatMap((input) => {
      const stepped = step(machine, input);
      machine = stepped.machine;
      return stepped.effects;
    });
  };

  it('never starts the same job twice in a row, whatever it hears', () => {
    fc.assert(
      fc.property(inputs, (given) => {
        const starts = effectsOf(given).flatMap((effect) => (effect.type === 'start' ? [effect.order.jobId] : []));
        for (const [index, job] of starts.entries()) expect(starts[index + 1]).not.toBe(job);
      }),
    );
  });

  it('answers every abort exactly once when its processes are gone', () => {
    fc.assert(
      fc.property(inputs, (given) => {
        const heard = [...given, killed];
        const answers = effectsOf(heard).filter((e) => e.type === 'answer' && e.answer.type === 'aborted');
        expect(answers.length).toBe(heard.filter((input) => input.type === 'abort').length);
      }),
    );
  });
});
