/** Why a node left the good path, as far as the machine can tell by itself. */
export type Reason =
  | 'down_at_start'
  | 'down'
  | 'refused'
  | 'took_back_vote'
  | 'forgot_vote'
  | 'out_of_place'
  | 'voting_timeout'
  | 'quorum_failed'
  | 'refused_to_run'
  | 'refused_while_running'
  | 'result_without_start'
  | 'dropped'
  | 'lost_result'
  | 'run_timeout'
  | 'cancelled';

const WORDS = {
  down_at_start: 'the node was offline or in rehab when the job started',
  down: 'the node went offline',
  refused: 'the node refused the job',
  took_back_vote: 'the node refused the job after it had agreed to it',
  forgot_vote: 'the node went idle before the vote had ended',
  out_of_place: 'the node sent a message that has no place at this point of the job',
  voting_timeout: 'no answer to the vote in time',
  quorum_failed: 'too few nodes were ready',
  refused_to_run: 'the node refused to run what it had agreed to run',
  refused_while_running: 'the node refused to run what it had already begun to run',
  result_without_start: 'the node sent a result without having said that it began',
  dropped: 'the node dropped the job',
  lost_result: 'the node went idle without sending a result',
  run_timeout: 'the command had not ended when the run timeout passed',
  cancelled: 'the job was cancelled on this node',
} as const satisfies Record<Reason, string>;

/**
 * The words to keep beside a node's new status. What the node says itself wins over what we can tell;
 * an empty string says nothing.
 */
export function words(reason: Reason | undefined, own?: string): string | undefined {
  if (own !== undefined && own !== '') return own;
  return reason === undefined ? undefined : WORDS[reason];
}
