// Original file: proto/directory.proto

import type { NodeObject as _push_jobs_v1_NodeObject, NodeObject__Output as _push_jobs_v1_NodeObject__Output } from '../../push_jobs/v1/NodeObject.ts';

/**
 * Some of the rows; the last message has none.
 */
export interface FoundNodes {
  'nodes'?: (_push_jobs_v1_NodeObject)[];
  /**
   * Set in the last message: how many match, whichever rows were asked for.
   */
  'total'?: (number);
  '_total'?: "total";
}

/**
 * Some of the rows; the last message has none.
 */
export interface FoundNodes__Output {
  'nodes': (_push_jobs_v1_NodeObject__Output)[];
  /**
   * Set in the last message: how many match, whichever rows were asked for.
   */
  'total'?: (number);
  '_total'?: "total";
}
