import { HEALTH_START } from './health.ts';
import type { Heard, IsOpenJob, JobMessage, NodeEffect, NodeState, NodeStep } from './state.ts';

type Aborted = Extract<JobMessage, { type: 'aborted' }>;

const ABORT_EVERY_MS = 1_000;

/** A node that nothing is known about but its first message. It is in rehab, and has yet to be told to abort. */
export function freshState({ message, route }: Heard): NodeState {
  return {
    phase: 'rehab',
    incarnation: message.incarnation_id,
    average: HEALTH_START,
    beats: 0,
    lastAbortMs: 0,
    unansweredAborts: 0,
    route,
    lastSequence: message.sequence,
    settled: [],
  };
}

/** Into rehab, where the node is not there already. */
export function enterRehab(state: NodeState, nowMs: number): NodeStep {
  if (state.phase === 'rehab') return { state, effects: [] };
  const told = abort({ ...state, phase: 'rehab' }, nowMs);
  return { state: told.state, effects: [{ type: 'available', available: false }, ...told.effects] };
}

export function abort(state: NodeState, nowMs: number): NodeStep {
  return {
    state: { ...state, lastAbortMs: nowMs, unansweredAborts: state.unansweredAborts + 1 },
    effects: [{ type: 'send', message: 'abort' }],
  };
}

/** Repeats the abort of a node in rehab, at most once a second. */
export function remind(state: NodeState, nowMs: number): NodeStep {
  const due = state.phase === 'rehab' && nowMs - state.lastAbortMs >= ABORT_EVERY_MS;
  return due ? abort(state, nowMs) : { state, effects: [] };
}

/** An orchestrator's order. The job that gave it has its verdict on this node, so its duty ends here. */
export function orderRehab(state: NodeState, nowMs: number, jobId: string | undefined): NodeStep {
  return enterRehab(jobId === undefined ? state : settle(state, jobId), nowMs);
}

/** A job that needs to hear no more of this rehab. */
export function settle(state: NodeState, jobId: string): NodeState {
  const duty = state.duty?.jobId === jobId ? undefined : state.duty;
  return { ...state, duty, settled: state.settled.includes(jobId) ? state.settled : [...state.settled, jobId] };
}

/** `aborted` came: the end of rehab, and the node's event in the job that it broke off. */
export function released(state: NodeState, message: Aborted, isOpenJob: IsOpenJob): NodeStep {
  const broken = brokenOff(state, message.job_id).filter(
    (jobId) => isOpenJob(jobId) !== false && !state.settled.includes(jobId),
  );
  const effects = broken.map((jobId): NodeEffect => ({ type: 'report', news: 'aborted', jobId, message }));
  const after: NodeState = {
    ...state,
    phase: 'idle',
    unansweredAborts: Math.max(0, state.unansweredAborts - 1),
    duty: state.phase === 'rehab' || broken.includes(state.duty?.jobId ?? '') ? undefined : state.duty,
    ended: message.job_id ?? broken[0] ?? state.ended,
    settled: [],
  };
  return state.phase === 'idle'
    ? { state: after, effects }
    : { state: after, effects: [...effects, { type: 'available', available: true }] };
}

/**
 * The jobs that an `aborted` speaks of. In rehab: the one it names, and the duty, since nothing outlives an abort. Of an
 * idle node: the one it names, or else the duty (a stock client whose output was not UTF-8 says no more than that),
 * unless it merely answers an abort that was repeated before the node went idle.
 */
function brokenOff(state: NodeState, named: string | null): readonly string[] {
  const duty = state.duty?.jobId;
  const speaksOfDuty = state.phase === 'rehab' || (named === null && state.unansweredAborts === 0);
  const jobs = new Set<string>();
  if (named !== null) jobs.add(named);
  if (duty !== undefined && speaksOfDuty) jobs.add(duty);
  return [...jobs];
}
