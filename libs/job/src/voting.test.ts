import { describe, expect, it } from 'vitest';
import type { NodeNews } from './inputs.ts';
import { restoreJob } from './job.ts';
import type { Effect, JobEvent, Vote } from './outcome.ts';
import { FINAL_NODE_STATUSES, type NodeStatus } from './statuses.ts';
import { step } from './step.ts';

interface Cell {
  to?: NodeStatus;
  events: JobEvent[];
  effects: Effect[];
  reason?: string;
}

const voted = (status: Vote): JobEvent => ({ event: 'quorum_vote', node: 'n', status });
const REHAB: JobEvent = { event: 'rehab', node: 'n' };
const SENT_TO_REHAB: Effect[] = [{ type: 'rehab', nodes: ['n'] }];

const NO_PLACE = 'the node sent a message that has no place at this point of the job';
const nonsense: Cell = { to: 'unavailable', events: [REHAB], effects: SENT_TO_REHAB, reason: NO_PLACE };
const late: Cell = { events: [REHAB], effects: SENT_TO_REHAB };

const CELLS: Record<NodeNews, Record<'new' | 'ready' | 'final', Cell>> = {
  ack_commit: {
    new: { to: 'ready', events: [voted('success')], effects: [] },
    ready: { events: [voted('unexpected_commit')], effects: [] },
    final: { events: [REHAB, voted('client_died_while_voting')], effects: SENT_TO_REHAB },
  },
  nack_commit: {
    new: { to: 'nacked', events: [voted('failure')], effects: [], reason: 'the node refused the job' },
    ready: {
      to: 'unavailable',
      events: [REHAB, voted('lost_availibility')],
      effects: SENT_TO_REHAB,
      reason: 'the node refused the job after it had agreed to it',
    },
    final: { events: [REHAB, voted('client_died_while_voting')], effects: SENT_TO_REHAB },
  },
  down: {
    new: {
      to: 'unavailable',
      events: [voted('down'), REHAB],
      effects: SENT_TO_REHAB,
      reason: 'the node went offline',
    },
    ready: {
      to: 'unavailable',
      events: [voted('down'), REHAB],
      effects: SENT_TO_REHAB,
      reason: 'the node went offline',
    },
    final: { events: [voted('down'), REHAB], effects: SENT_TO_REHAB },
  },
  ack_run: { new: nonsense, ready: nonsense, final: late },
  nack_run: { new: nonsense, ready: nonsense, final: late },
  succeeded: { new: nonsense, ready: nonsense, final: late },
  failed: { new: nonsense, ready: nonsense, final: late },
  other: { new: nonsense, ready: nonsense, final: late },
  aborted: {
    new: { ...nonsense, reason: 'the node dropped the job' },
    ready: { ...nonsense, reason: 'the node dropped the job' },
    final: late,
  },
  lost: {
    new: { ...nonsense, reason: 'the node went idle before the vote had ended' },
    ready: { ...nonsense, reason: 'the node went idle before the vote had ended' },
    final: late,
  },
};

/** The other node has yet to vote, so that nothing is settled. */
const jobWith = (status: NodeStatus) => {
  const nodes: [string, NodeStatus][] = [
    ['n', status],
    ['other', 'new'],
  ];
  return restoreJob({ id: 'j', quorum: 1, status: 'voting', nodes });
};

// The tables are total records, which `Object.entries` forgets.
const rows = Object.entries(CELLS) as [NodeNews, (typeof CELLS)[NodeNews]][];

describe.each(rows)('%s while voting', (news, columns) => {
  it.each(['new', 'ready'] as const)('from a node that is %s', (status) => {
    const { to, events, effects, reason } = columns[status];
    const change = to && { node: 'n', status: to, ...(reason !== undefined && { reason }) };
    expect(step(jobWith(status), { type: 'news', node: 'n', news })).toEqual({
      nodes: change ? [change] : [],
      events,
      effects,
    });
  });

  it.each(FINAL_NODE_STATUSES.filter((status) => status !== 'aborted'))('from a node that is %s', (status) => {
    const { events, effects } = columns.final;
    expect(step(jobWith(status), { type: 'news', node: 'n', news })).toEqual({ nodes: [], events, effects });
  });

  it('from a node that was cancelled, which may answer `aborted`', () => {
    const { events, effects } = news === 'aborted' ? { events: [], effects: [] } : columns.final;
    expect(step(jobWith('aborted'), { type: 'news', node: 'n', news })).toEqual({ nodes: [], events, effects });
  });
});
