import { Draft } from './draft.ts';
import type { Input, NodeNews, Phase } from './inputs.ts';
import type { ReadonlyJob } from './job.ts';
import { NOTHING, type Step } from './outcome.ts';
import { type Reaction, result, type Saying, vote } from './reaction.ts';
import { whileRunning } from './running.ts';
import { isFinished, isLive, type NodeStatus, type OngoingJobStatus } from './statuses.ts';
import { whileVoting } from './voting.ts';

/**
 * One thing happens to one job (wire contract section 7). Pure: no clock, no I/O, and `job` is only read; fold the
 * result in with `advance`. An input that comes too late, twice, or to the wrong job yields a step without content.
 *
 * News from one node costs the same however many nodes there are, unless it makes the quorum fail.
 */
export function step(job: ReadonlyJob, input: Input): Step {
  const { status } = job;
  if (isFinished(status)) return NOTHING;
  switch (input.type) {
    case 'start':
      return status === 'new' ? start(job, input.down) : NOTHING;
    case 'news':
      return status === 'new' ? NOTHING : hear(job, status, input);
    case 'deadline':
      return status === input.of ? expire(job, status) : NOTHING;
    case 'cancel':
      return cancel(job, status, input.nodes);
    default:
      return unreachable(input);
  }
}

function start(job: ReadonlyJob, down: readonly string[]): Step {
  const draft = new Draft(job);
  draft.status = 'voting';
  draft.publish({ event: 'start' });
  for (const node of down) {
    if (draft.statusOf(node) !== 'new') continue;
    react(draft, node, { ...whileVoting('new', 'down'), why: 'down_at_start' });
  }
  if (draft.counts.new > 0) draft.plan({ type: 'commit' }, { type: 'arm', deadline: 'voting' });
  return settle(job, draft);
}

const REACTIONS = { voting: whileVoting, running: whileRunning } as const satisfies Record<
  Phase,
  (status: NodeStatus, news: NodeNews) => Reaction
>;

function hear(job: ReadonlyJob, phase: Phase, { node, news, reason }: Extract<Input, { type: 'news' }>): Step {
  const status = job.nodes.get(node);
  if (status === undefined) return NOTHING;
  // Only cancelling makes a node `aborted`, so this answers the cancel's own `abort`: the node has not gone astray.
  if (status === 'aborted' && news === 'aborted') return NOTHING;
  const draft = new Draft(job);
  react(draft, node, REACTIONS[phase](status, news), reason);
  return settle(job, draft);
}

function react(draft: Draft, node: string, { to, say, why }: Reaction, own?: string): void {
  if (to !== undefined) draft.move(node, to, why, own);
  draft.say(node, say);
}

function expire(job: ReadonlyJob, phase: Phase): Step {
  const draft = new Draft(job);
  switch (phase) {
    case 'voting':
      for (const node of draft.nodesThat(isNew)) {
        draft.say(node, [vote('voting_timeout')]);
        draft.move(node, 'unavailable', 'voting_timeout');
        draft.abort(node);
      }
      break;
    case 'running':
      for (const node of draft.nodesThat(isLive)) {
        draft.move(node, 'timed_out', 'run_timeout');
        draft.abort(node);
      }
      draft.finish('timed_out');
      break;
    default:
      return unreachable(phase);
  }
  return settle(job, draft);
}

const isNew = (status: NodeStatus): boolean => status === 'new';

/** What the feed says of a node that is cancelled. Before the start there is no feed, and the node has heard nothing. */
const CANCELLED = {
  new: undefined,
  voting: vote('aborted'),
  running: result('aborted'),
} as const satisfies Record<OngoingJobStatus, Saying | undefined>;

function cancel(job: ReadonlyJob, during: OngoingJobStatus, nodes: readonly string[] | undefined): Step {
  const draft = new Draft(job);
  const saying = CANCELLED[during];
  for (const node of nodes ?? draft.nodesThat(isLive)) {
    const status = draft.statusOf(node);
    if (status === undefined || !isLive(status)) continue;
    draft.move(node, 'aborted', 'cancelled');
    if (saying === undefined) continue;
    draft.say(node, [saying]);
    // A node obeys `abort` whatever it is busy with, so it goes only to nodes that may be busy with this job.
    draft.abort(node);
  }
  if (nodes === undefined) draft.finish('aborted');
  return settle(job, draft);
}

/** Moves the job on as far as its nodes, as they will be, leave it nothing to wait for. */
function settle(job: ReadonlyJob, draft: Draft): Step {
  if (draft.status === 'voting' && draft.counts.new === 0) endVote(draft, job.quorum);
  if (draft.status === 'running' && liveNodes(draft) === 0) draft.finish('complete');
  return draft.step();
}

function endVote(draft: Draft, quorum: number): void {
  if (draft.counts.ready >= quorum) {
    draft.status = 'running';
    draft.publish({ event: 'quorum_succeeded' });
    if (liveNodes(draft) > 0) draft.plan({ type: 'run' }, { type: 'arm', deadline: 'running' });
    return;
  }
  for (const node of draft.nodesThat(isLive)) {
    draft.move(node, 'was_ready', 'quorum_failed');
    draft.abort(node);
  }
  draft.finish('quorum_failed');
}

const liveNodes = ({ counts }: Draft): number => counts.new + counts.ready + counts.running;

function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
