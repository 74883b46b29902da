import type { NodeNews } from './inputs.ts';
import { type Reaction, rehab, result, runStart, type Standing, standing } from './reaction.ts';
import type { NodeStatus } from './statuses.ts';

type Column = 'ready' | 'running' | 'final';

const DOWN: Reaction = { to: 'crashed', say: [rehab, result('crashed')], why: 'down' };
const NONSENSE: Reaction = { to: 'crashed', say: [rehab, result('crashed')], why: 'out_of_place' };
const UNSTARTED: Reaction = { to: 'crashed', say: [rehab, result('crashed')], why: 'result_without_start' };
const DROPPED: Reaction = { to: 'crashed', say: [rehab, result('crashed')], why: 'dropped' };
const LOST: Reaction = { to: 'crashed', say: [rehab, result('crashed')], why: 'lost_result' };
const LATE: Reaction = { say: [rehab, result('client_died_while_running')] };

/** Wire contract section 7, while running. Its row "anything else" is written out, so that new news must be placed here. */
const RUNNING = {
  ack_run: {
    ready: { to: 'running', say: [runStart] },
    running: { say: [] },
    final: { say: [result('client_died_while_running'), rehab] },
  },
  nack_run: {
    ready: { to: 'failed', say: [rehab, result('run_nacked')], why: 'refused_to_run' },
    running: { to: 'failed', say: [rehab, result('run_nacked_while_running')], why: 'refused_while_running' },
    final: LATE,
  },
  succeeded: { ready: UNSTARTED, running: { to: 'succeeded', say: [result('success')] }, final: LATE },
  failed: { ready: UNSTARTED, running: { to: 'failed', say: [result('failure')] }, final: LATE },
  down: { ready: DOWN, running: DOWN, final: LATE },
  aborted: { ready: DROPPED, running: DROPPED, final: LATE },
  lost: { ready: LOST, running: LOST, final: LATE },
  ack_commit: { ready: NONSENSE, running: NONSENSE, final: LATE },
  nack_commit: { ready: NONSENSE, running: NONSENSE, final: LATE },
  other: { ready: NONSENSE, running: NONSENSE, final: LATE },
} as const satisfies Record<NodeNews, Record<Column, Reaction>>;

/** No node is `new` once the vote has ended. Should storage ever say so, the node has run nothing yet, as if ready. */
const COLUMN = {
  new: 'ready',
  ready: 'ready',
  running: 'running',
  final: 'final',
} as const satisfies Record<Standing, Column>;

/** What news from a node in this status does while its job is running. */
export function whileRunning(status: NodeStatus, news: NodeNews): Reaction {
  return RUNNING[news][COLUMN[standing(status)]];
}
