import type { Order } from './order.ts';

/** How a job ended here, as it is told to the server (wire contract section 5). */
export interface Result {
  readonly type: 'succeeded' | 'failed';
  readonly job_id: string;
  readonly exit_code?: number;
  readonly reason?: string;
  readonly stdout?: string;
  readonly stderr?: string;
  /** It is repeated until the server acknowledges it. */
  readonly ack?: true;
}

/** Everything but heartbeats that a node says. */
export type Answer =
  | { readonly type: 'ack_commit' | 'ack_run'; readonly job_id: string }
  | { readonly type: 'nack_commit' | 'nack_run'; readonly job_id: string; readonly reason: string }
  | { readonly type: 'aborted'; readonly job_id: string | null }
  | Result;

export const isResult = (message: { readonly type: string }): message is Result =>
  message.type === 'succeeded' || message.type === 'failed';

/**
 * What a node is at.
 *
 * - `idle`: free. It agrees to the first commit that it can carry out.
 * - `committed`: it agreed to one job and refuses every other, until that job is run or aborted.
 * - `running`: the job's command was started, once, and has not ended.
 * - `stopping`: an abort came while the command ran; its process group is being killed. The server still sees `running`.
 *   `aborts` counts the aborts to answer.
 *
 * ```mermaid
 * stateDiagram-v2
 *   [*] --> idle
 *   idle --> committed: commit / ack_commit
 *   committed --> idle: abort / aborted
 *   committed --> running: run / ack_run, start
 *   running --> idle: finished / succeeded, failed
 *   running --> stopping: abort / kill
 *   stopping --> idle: killed / aborted
 * ```
 */
export type Phase =
  | { readonly name: 'idle' }
  | { readonly name: 'committed'; readonly order: Order }
  | { readonly name: 'running'; readonly jobId: string }
  | { readonly name: 'stopping'; readonly jobId: string; readonly aborts: number };

export interface Machine {
  readonly phase: Phase;
  /** The job that ended here last, without a result where it was aborted. It never starts again. */
  readonly last?: { readonly jobId: string; readonly result?: Result };
}

/** Whether this node can carry out a job, and in which words it refuses. */
export type Verdict = { readonly ok: true; readonly order: Order } | { readonly ok: false; readonly reason: string };

export type Input =
  | { readonly type: 'commit'; readonly jobId: string; readonly verdict: Verdict }
  | { readonly type: 'run'; readonly jobId: string }
  | { readonly type: 'abort' }
  | { readonly type: 'finished'; readonly result: Result }
  /** Nothing of the job's process group is left. */
  | { readonly type: 'killed' };

export type Effect =
  | { readonly type: 'answer'; readonly answer: Answer }
  | { readonly type: 'start'; readonly order: Order }
  | { readonly type: 'kill' };

export interface Step {
  readonly machine: Machine;
  readonly effects: readonly Effect[];
}

export const IDLE: Machine = { phase: { name: 'idle' } };

/**
 * One thing happens to the node. Pure. Commands may be repeated: a commit or run that was carried out is answered again
 * and changes nothing, so that a job starts at most once on a node.
 */
export function step(machine: Machine, input: Input): Step {
  switch (input.type) {
    case 'commit':
      return commit(machine, input.jobId, input.verdict);
    case 'run':
      return run(machine, input.jobId);
    case 'abort':
      return abort(machine);
    case 'finished':
      return finished(machine, input.result);
    case 'killed':
      return killed(machine);
  }
}

/** What a heartbeat says of the node (wire contract section 5). */
export function jobState({ phase }: Machine): { job_state: 'idle' | 'committed' | 'running'; job_id: string | null } {
  switch (phase.name) {
    case 'idle':
      return { job_state: 'idle', job_id: null };
    case 'committed':
      return { job_state: 'committed', job_id: phase.order.jobId };
    case 'running':
    case 'stopping':
      return { job_state: 'running', job_id: phase.jobId };
  }
}

function commit(machine: Machine, jobId: string, verdict: Verdict): Step {
  const { phase, last } = machine;
  const refuse = (reason: string): Step => stay(machine, { type: 'nack_commit', job_id: jobId, reason });
  if (phase.name === 'committed' && phase.order.jobId === jobId) {
    return stay(machine, { type: 'ack_commit', job_id: jobId });
  }
  if (phase.name !== 'idle') return refuse(`busy with job ${jobState(machine).job_id}`);
  if (last?.jobId === jobId) return refuse(`this job ${last.result === undefined ? 'was aborted' : 'has run'} here`);
  if (!verdict.ok) return refuse(verdict.reason);
  return {
    machine: { ...machine, phase: { name: 'committed', order: verdict.order } },
    effects: [answer({ type: 'ack_commit', job_id: jobId })],
  };
}

function run(machine: Machine, jobId: string): Step {
  const { phase, last } = machine;
  const agreed = answer({ type: 'ack_run', job_id: jobId });
  if (phase.name === 'committed' && phase.order.jobId === jobId) {
    const start: Effect = { type: 'start', order: phase.order };
    return { machine: { ...machine, phase: { name: 'running', jobId } }, effects: [agreed, start] };
  }
  if (phase.name === 'running' && phase.jobId === jobId) return { machine, effects: [agreed] };
  if (phase.name === 'idle' && last?.jobId === jobId && last.result !== undefined) {
    return { machine, effects: [agreed, answer(last.result)] };
  }
  return stay(machine, { type: 'nack_run', job_id: jobId, reason: whyNotRun(machine) });
}

function abort(machine: Machine): Step {
  const { phase } = machine;
  switch (phase.name) {
    case 'idle':
      return stay(machine, { type: 'aborted', job_id: null });
    case 'committed':
      return becomeIdle(phase.order.jobId, undefined, [answer({ type: 'aborted', job_id: phase.order.jobId })]);
    case 'running':
      return { machine: { ...machine, phase: { ...phase, name: 'stopping', aborts: 1 } }, effects: [{ type: 'kill' }] };
    case 'stopping':
      return { machine: { ...machine, phase: { ...phase, aborts: phase.aborts + 1 } }, effects: [] };
  }
}

function finished(machine: Machine, result: Result): Step {
  const { phase } = machine;
  // A command that ends while it is being killed was aborted, whatever it says.
  if (phase.name !== 'running' || phase.jobId !== result.job_id) return { machine, effects: [] };
  return becomeIdle(phase.jobId, result, [answer(result)]);
}

/** Every abort is answered: the one that did it with the job's id, repeated ones with null. */
function killed(machine: Machine): Step {
  const { phase } = machine;
  if (phase.name !== 'stopping') return { machine, effects: [] };
  const first = answer({ type: 'aborted', job_id: phase.jobId });
  const repeated = answer({ type: 'aborted', job_id: null });
  return becomeIdle(phase.jobId, undefined, [first, ...Array.from({ length: phase.aborts - 1 }, () => repeated)]);
}

function whyNotRun(machine: Machine): string {
  const { job_state, job_id } = jobState(machine);
  return job_state === 'idle' ? 'not committed to this job' : `${job_state} with job ${job_id}`;
}

const answer = (message: Answer): Effect => ({ type: 'answer', answer: message });

const stay = (machine: Machine, message: Answer): Step => ({ machine, effects: [answer(message)] });

function becomeIdle(jobId: string, result: Result | undefined, effects: Effect[]): Step {
  return {
    machine: { phase: { name: 'idle' }, last: { jobId, ...(result === undefined ? {} : { result }) } },
    effects,
  };
}
