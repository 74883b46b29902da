// Original file: proto/nodes.proto

export const NodeNews = {
  NODE_NEWS_UNSPECIFIED: 'NODE_NEWS_UNSPECIFIED',
  ACK_COMMIT: 'ACK_COMMIT',
  NACK_COMMIT: 'NACK_COMMIT',
  ACK_RUN: 'ACK_RUN',
  NACK_RUN: 'NACK_RUN',
  SUCCEEDED: 'SUCCEEDED',
  FAILED: 'FAILED',
  ABORTED: 'ABORTED',
  /**
   * Heartbeats stopped, or a newer incarnation of the node appeared.
   */
  DOWN: 'DOWN',
  /**
   * The node has been idle for two intervals although its job says that it runs: the result was lost.
   */
  LOST: 'LOST',
  /**
   * The node never got the last command of its job: send it again.
   */
  MISSED: 'MISSED',
  /**
   * Anything that makes no sense where the node stands.
   */
  OTHER: 'OTHER',
} as const;

export type NodeNews =
  | 'NODE_NEWS_UNSPECIFIED'
  | 0
  | 'ACK_COMMIT'
  | 1
  | 'NACK_COMMIT'
  | 2
  | 'ACK_RUN'
  | 3
  | 'NACK_RUN'
  | 4
  | 'SUCCEEDED'
  | 5
  | 'FAILED'
  | 6
  | 'ABORTED'
  | 7
  /**
   * Heartbeats stopped, or a newer incarnation of the node appeared.
   */
  | 'DOWN'
  | 8
  /**
   * The node has been idle for two intervals although its job says that it runs: the result was lost.
   */
  | 'LOST'
  | 9
  /**
   * The node never got the last command of its job: send it again.
   */
  | 'MISSED'
  | 10
  /**
   * Anything that makes no sense where the node stands.
   */
  | 'OTHER'
  | 11

export type NodeNews__Output = typeof NodeNews[keyof typeof NodeNews]
