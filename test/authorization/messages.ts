/** What becomes of a message: it counts, it is dropped, or its sender cannot even connect. */
export const VERDICTS = { h: 'heard', r: 'refused', l: 'locked out' } as const;
export type Verdict = (typeof VERDICTS)[keyof typeof VERDICTS];

export interface MessageRow {
  readonly type: string;
  readonly verdicts: string;
}

/**
 * A message about one node, by who sends it, in the order of `WHO`. A user may look at a node's configuration, and gets no
 * key with it that opens anything. Clients connect as themselves, wherever they belong, and speak for nobody else. What
 * only servers say is refused from everybody.
 */
// prettier-ignore
export const MESSAGE_ROWS: readonly MessageRow[] = [
  //                      unsigned forger outsider member reader writer admin node other foreigner foreign
  { type: 'heartbeat',   verdicts: 'r r l l l l l h r l r' },
  { type: 'ack_commit',  verdicts: 'r r l l l l l h r l r' },
  { type: 'nack_commit', verdicts: 'r r l l l l l h r l r' },
  { type: 'ack_run',     verdicts: 'r r l l l l l h r l r' },
  { type: 'nack_run',    verdicts: 'r r l l l l l h r l r' },
  { type: 'aborted',     verdicts: 'r r l l l l l h r l r' },
  { type: 'succeeded',   verdicts: 'r r l l l l l h r l r' },
  { type: 'failed',      verdicts: 'r r l l l l l h r l r' },
  { type: 'commit',      verdicts: 'r r l l l l l r r l r' },
  { type: 'run',         verdicts: 'r r l l l l l r r l r' },
  { type: 'abort',       verdicts: 'r r l l l l l r r l r' },
  { type: 'ack',         verdicts: 'r r l l l l l r r l r' },
  { type: 'result_ack',  verdicts: 'r r l l l l l r r l r' },
];
