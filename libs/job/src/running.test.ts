import { describe, expect, it } from 'vitest';
import type { NodeNews } from './inputs.ts';
import { restoreJob } from './job.ts';
import type { Effect, JobEvent, RunResult } from './outcome.ts';
import { FINAL_NODE_STATUSES, type NodeStatus } from './statuses.ts';
import { step } from './step.ts';

interface Cell {
  to?: NodeStatus;
  events: JobEvent[];
  effects: Effect[];
  reason?: string;
}

const ended = (status: RunResult): JobEvent => ({ event: 'run_complete', node: 'n', status });
const REHAB: JobEvent = { event: 'rehab', node: 'n' };
const SENT_TO_REHAB: Effect[] = [{ type: 'rehab', nodes: ['n'] }];

const crashed = (reason: string): Cell => ({
  to: 'crashed',
  events: [REHAB, ended('crashed')],
  effects: SENT_TO_REHAB,
  reason,
});
const DOWN = crashed('the node went offline');
const DROPPED = crashed('the node dropped the job');
const LOST = crashed('the node went idle without sending a result');
const NONSENSE = crashed('the node sent a message that has no place at this point of the job');
const UNSTARTED = crashed('the node sent a result without having said that it began');
const LATE: Cell = { events: [REHAB, ended('client_died_while_running')], effects: SENT_TO_REHAB };

const CELLS: Record<NodeNews, Record<'ready' | 'running' | 'final', Cell>> = {
  ack_run: {
    ready: { to: 'running', events: [{ event: 'run_start', node: 'n' }], effects: [] },
    running: { events: [], effects: [] },
    final: { events: [ended('client_died_while_running'), REHAB], effects: SENT_TO_REHAB },
  },
  nack_run: {
    ready: {
      to: 'failed',
      events: [REHAB, ended('run_nacked')],
      effects: SENT_TO_REHAB,
      reason: 'the node refused to run what it had agreed to run',
    },
    running: {
      to: 'failed',
      events: [REHAB, ended('run_nacked_while_running')],
      effects: SENT_TO_REHAB,
      reason: 'the node refused to run what it had already begun to run',
    },
    final: LATE,
  },
  succeeded: {
    ready: UNSTARTED,
    running: { to: 'succeeded', events: [ended('success')], effects: [] },
    final: LATE,
  },
  failed: {
    ready: UNSTARTED,
    running: { to: 'failed', events: [ended('failure')], effects: [] },
    final: LATE,
  },
  down: { ready: DOWN, running: DOWN, final: LATE },
  aborted: { ready: DROPPED, running: DROPPED, final: LATE },
  lost: { ready: LOST, running: LOST, final: LATE },
  ack_commit: { ready: NONSENSE, running: NONSENSE, final: LATE },
  nack_commit: { ready: NONSENSE, running: NONSENSE, final: LATE },
  other: { ready: NONSENSE, running: NONSENSE, final: LATE },
};

/** The other node is still at work, so that nothing is settled. */
const jobWith = (status: NodeStatus) => {
  const nodes: [string, NodeStatus][] = [
    ['n', status],
    ['other', 'running'],
  ];
  return restoreJob({ id: 'j', quorum: 1, status: 'running', nodes });
};

// The tables are total records, which `Object.entries` forgets.
const rows = Object.entries(CELLS) as [NodeNews, (typeof CELLS)[NodeNews]][];

describe.each(rows)('%s while running', (news, columns) => {
  it.each(['ready', 'running'] as const)('from a node that is %s', (status) => {
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
