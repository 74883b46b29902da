import { asksForAck, type NodeHeartbeat } from '../messages.ts';
import { freshSequence } from '../sequence.ts';
import { unreachable } from '../unreachable.ts';
import { answered, assigned, isAgreement, isConcluded, learn, reconcile } from './duty.ts';
import { isDown, nextAverage } from './health.ts';
import { abort, enterRehab, freshState, orderRehab, released, remind, settle } from './rehab.ts';
import type { Heard, IsOpenJob, JobMessage, NodeEffect, NodeInput, NodeState, NodeStep } from './state.ts';

/** What is kept of a node durably, by whichever broker had it last. */
export interface KnownNode {
  /** The incarnation that was brought to idle and did not leave it since. */
  readonly idleIncarnation?: string | undefined;
  /** The incarnation that was heard last, idle or not. */
  readonly lastIncarnation?: string | undefined;
}

const DOWN: NodeEffect = { type: 'report', news: 'down', jobId: null };

/**
 * The first message of a node that this broker hears (wire contract section 6). An incarnation that another broker
 * brought to idle is greeted with `ack` and goes on with what it does; every other one starts in rehab, after the
 * incarnation before it went down.
 */
export function arrive(first: Heard, known: KnownNode, isOpenJob: IsOpenJob): NodeStep {
  const { incarnation_id } = first.message;
  if (known.idleIncarnation === incarnation_id) {
    const greeting: NodeEffect[] = [
      { type: 'available', available: true },
      { type: 'send', message: 'ack' },
    ];
    return attend({ ...freshState(first), phase: 'idle' }, first, isOpenJob, greeting);
  }
  const last = known.lastIncarnation ?? known.idleIncarnation;
  const replaces = last !== undefined && last !== incarnation_id;
  return begin(first, isOpenJob, [...(replaces ? [DOWN] : []), { type: 'available', available: false }]);
}

/** One thing happens to one node. Pure: no clock, no sockets. The constant work per message is what brokers scale by. */
export function observe(state: NodeState, input: NodeInput, isOpenJob: IsOpenJob): NodeStep {
  switch (input.type) {
    case 'message':
      return hear(state, input, isOpenJob);
    case 'tick':
      return tick(state, input.nowMs);
    case 'second':
      return remind(state, input.nowMs);
    case 'rehab':
      return orderRehab(state, input.nowMs, input.jobId);
    case 'duty':
      return { state: { ...state, duty: assigned(state.duty, input.duty, isOpenJob) }, effects: [] };
    default:
      return unreachable(input);
  }
}

function tick(state: NodeState, nowMs: number): NodeStep {
  const average = nextAverage(state.average, state.beats);
  const after: NodeState = { ...state, average, beats: 0 };
  return isDown(average) ? { state: after, effects: [DOWN, { type: 'down' }] } : remind(after, nowMs);
}

function hear(state: NodeState, heard: Heard, isOpenJob: IsOpenJob): NodeStep {
  const { message, route } = heard;
  if (message.incarnation_id !== state.incarnation) return takenOver(state, heard, isOpenJob);
  const last = lastSequenceOn(state, route);
  if (!freshSequence(last, message.sequence)) return { state, effects: [{ type: 'refuse', why: 'replayed' }] };
  if (route === state.route) return attend({ ...state, lastSequence: message.sequence }, heard, isOpenJob);
  return last === undefined ? reconnected(state, heard, isOpenJob) : straggled(state, heard, isOpenJob);
}

function lastSequenceOn(state: NodeState, route: string): number | undefined {
  if (route === state.route) return state.lastSequence;
  return route === state.before?.route ? state.before.lastSequence : undefined;
}

const TAKEOVERS_AT_MOST = 5;
const TAKEOVERS_WITHIN_MS = 10_000;

/**
 * Another process of the same node: whatever the old one did is gone. Where two of them run under one name, each message
 * of the other is another takeover, and each costs the node's jobs something: so there may only be so many. Once they
 * are used up, whoever has the name keeps it for a while.
 */
function takenOver(state: NodeState, heard: Heard, isOpenJob: IsOpenJob): NodeStep {
  const { nowMs } = heard;
  const before = state.takeovers;
  const recent = before !== undefined && nowMs - before.sinceMs < TAKEOVERS_WITHIN_MS ? before : undefined;
  if (recent?.count === TAKEOVERS_AT_MOST) return { state, effects: [{ type: 'refuse', why: 'contested' }] };
  const takeovers = { sinceMs: recent?.sinceMs ?? nowMs, count: (recent?.count ?? 0) + 1 };
  const wasIdle = state.phase === 'idle';
  const step = begin(heard, isOpenJob, wasIdle ? [{ type: 'available', available: false }, DOWN] : [DOWN]);
  return { state: { ...step.state, takeovers }, effects: step.effects };
}

/** Rehab begins. The message that came with it is heard, but ends nothing: it was sent before our abort. */
function begin(first: Heard, isOpenJob: IsOpenJob, effects: readonly NodeEffect[]): NodeStep {
  const begun = abort(freshState(first), first.nowMs);
  const { message } = first;
  if (message.type === 'heartbeat') return { state: withBeat(begun.state), effects: [...effects, ...begun.effects] };
  const jobId = message.job_id;
  if (jobId === null) return { state: begun.state, effects: [...effects, ...begun.effects] };
  const ended = isAgreement(message.type) ? undefined : jobId;
  const news = newsOf(message, jobId, isOpenJob);
  return { state: { ...begun.state, ended }, effects: [...effects, ...begun.effects, ...news] };
}

/** What of a message that changes nothing here concerns others: the job that it names, or the node that waits for an answer. */
function newsOf(message: JobMessage, jobId: string, isOpenJob: IsOpenJob): NodeEffect[] {
  if (isOpenJob(jobId) !== false) return [report(message)];
  return asksForAck(message) ? [{ type: 'acknowledge', jobId }] : [];
}

/** The same process on a new connection keeps its state. In rehab it is told again: the last abort may be lost. */
function reconnected(state: NodeState, heard: Heard, isOpenJob: IsOpenJob): NodeStep {
  const moved: NodeState = {
    ...state,
    route: heard.route,
    lastSequence: heard.message.sequence,
    before: { route: state.route, lastSequence: state.lastSequence },
  };
  const step = attend(moved, heard, isOpenJob, [{ type: 'send', message: 'ack' }]);
  if (state.phase === 'idle' || step.state.phase === 'idle') return step;
  const told = abort(step.state, heard.nowMs);
  return { state: told.state, effects: [...step.effects, ...told.effects] };
}

/** News that was still under way on the connection before. A heartbeat of it is older than what we know. */
function straggled(state: NodeState, heard: Heard, isOpenJob: IsOpenJob): NodeStep {
  const noted: NodeState = { ...state, before: { route: heard.route, lastSequence: heard.message.sequence } };
  return heard.message.type === 'heartbeat' ? { state: noted, effects: [] } : attend(noted, heard, isOpenJob);
}

function attend(state: NodeState, heard: Heard, isOpenJob: IsOpenJob, earlier: readonly NodeEffect[] = []): NodeStep {
  const step = listen(state, heard, isOpenJob);
  return earlier.length === 0 ? step : { state: step.state, effects: [...earlier, ...step.effects] };
}

function listen(state: NodeState, heard: Heard, isOpenJob: IsOpenJob): NodeStep {
  const { message, nowMs } = heard;
  switch (message.type) {
    case 'heartbeat':
      return beat(withBeat(state), message, nowMs, isOpenJob);
    case 'aborted':
      return released(state, message, isOpenJob);
    case 'ack_commit':
    case 'nack_commit':
    case 'ack_run':
    case 'nack_run':
    case 'succeeded':
    case 'failed':
      return answer(state, message, nowMs, isOpenJob);
    default:
      return unreachable(message);
  }
}

function beat(state: NodeState, message: NodeHeartbeat, nowMs: number, isOpenJob: IsOpenJob): NodeStep {
  if (state.phase === 'rehab') return { state, effects: [] };
  if (namesNoOpenJob(message, isOpenJob)) return enterRehab(state, nowMs);
  const { duty } = state;
  const open = duty !== undefined && isOpenJob(duty.jobId);
  if (open === undefined) return { state, effects: [] };
  if (duty === undefined || !open) return { state: withLearnedDuty(state, message, isOpenJob), effects: [] };
  const { duty: next, news } = reconcile(duty, message, nowMs);
  if (next === duty) return { state, effects: [] };
  return {
    state: { ...state, duty: next, ended: next === undefined ? duty.jobId : state.ended },
    effects: news === undefined ? [] : [{ type: 'report', news, jobId: duty.jobId }],
  };
}

function withLearnedDuty(state: NodeState, message: NodeHeartbeat, isOpenJob: IsOpenJob): NodeState {
  const duty = message.job_id === state.ended ? undefined : learn(message, isOpenJob);
  return duty === state.duty ? state : { ...state, duty };
}

function namesNoOpenJob(message: NodeHeartbeat, isOpenJob: IsOpenJob): boolean {
  return message.job_id === null ? message.job_state !== 'idle' : isOpenJob(message.job_id) === false;
}

/**
 * An answer about a job. One that names no open job makes no sense, and neither does the node; unless it is a result
 * that is repeated until it is acknowledged, which only shows that the acknowledgement was lost. A node in rehab that
 * agrees to its duty will drop it when our abort arrives, so the job must not count on it; refusals and results remain
 * true, and a job that is not the duty any more has its own verdict on whatever comes.
 */
function answer(state: NodeState, message: JobMessage, nowMs: number, isOpenJob: IsOpenJob): NodeStep {
  const jobId = message.job_id;
  if (jobId === null) return enterRehab(state, nowMs);
  if (isOpenJob(jobId) === false) {
    return asksForAck(message) ? { state, effects: [{ type: 'acknowledge', jobId }] } : enterRehab(state, nowMs);
  }
  const agrees = isAgreement(message.type);
  if (agrees && state.phase === 'rehab' && state.duty?.jobId === jobId) {
    return { state: settle(state, jobId), effects: [{ type: 'report', news: 'other', jobId, message }] };
  }
  if (agrees && isConcluded(state.duty, message.type, jobId)) return { state, effects: [] };
  return { state: afterAnswer(state, message.type, jobId), effects: [report(message)] };
}

/** A node answers in order: one that is idle and speaks of a job has answered every abort that reached it. */
function afterAnswer(state: NodeState, answer: JobMessage['type'], jobId: string): NodeState {
  return {
    ...state,
    duty: answered(state.duty, answer, jobId),
    ended: isAgreement(answer) ? state.ended : jobId,
    unansweredAborts: state.phase === 'idle' ? 0 : state.unansweredAborts,
  };
}

const withBeat = (state: NodeState): NodeState => ({ ...state, beats: state.beats + 1 });

const report = (message: JobMessage): NodeEffect => ({
  type: 'report',
  news: message.type,
  jobId: message.job_id,
  message,
});
