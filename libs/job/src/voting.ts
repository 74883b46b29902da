import type { NodeNews } from './inputs.ts';
import { type Reaction, rehab, type Standing, standing, vote } from './reaction.ts';
import type { NodeStatus } from './statuses.ts';

type Column = 'new' | 'ready' | 'final';

const DIED: Reaction = { say: [rehab, vote('client_died_while_voting')] };
const DOWN: Reaction = { to: 'unavailable', say: [vote('down'), rehab], why: 'down' };
const NONSENSE: Reaction = { to: 'unavailable', say: [rehab], why: 'out_of_place' };
const DROPPED: Reaction = { to: 'unavailable', say: [rehab], why: 'dropped' };
const FORGOT: Reaction = { to: 'unavailable', say: [rehab], why: 'forgot_vote' };
const LATE: Reaction = { say: [rehab] };

/** Wire contract section 7, while voting. Its row "anything else" is written out, so that new news must be placed here. */
const VOTING = {
  ack_commit: {
    new: { to: 'ready', say: [vote('success')] },
    ready: { say: [vote('unexpected_commit')] },
    final: DIED,
  },
  nack_commit: {
    new: { to: 'nacked', say: [vote('failure')], why: 'refused' },
    ready: { to: 'unavailable', say: [rehab, vote('lost_availibility')], why: 'took_back_vote' },
    final: DIED,
  },
  down: { new: DOWN, ready: DOWN, final: { say: [vote('down'), rehab] } },
  ack_run: { new: NONSENSE, ready: NONSENSE, final: LATE },
  nack_run: { new: NONSENSE, ready: NONSENSE, final: LATE },
  succeeded: { new: NONSENSE, ready: NONSENSE, final: LATE },
  failed: { new: NONSENSE, ready: NONSENSE, final: LATE },
  aborted: { new: DROPPED, ready: DROPPED, final: LATE },
  lost: { new: FORGOT, ready: FORGOT, final: LATE },
  other: { new: NONSENSE, ready: NONSENSE, final: LATE },
} as const satisfies Record<NodeNews, Record<Column, Reaction>>;

/** No node runs before the vote has ended. Should storage ever say so, the node is as good as ready. */
const COLUMN = {
  new: 'new',
  ready: 'ready',
  running: 'ready',
  final: 'final',
} as const satisfies Record<Standing, Column>;

/** What news from a node in this status does while its job is voting. */
export function whileVoting(status: NodeStatus, news: NodeNews): Reaction {
  return VOTING[news][COLUMN[standing(status)]];
}
