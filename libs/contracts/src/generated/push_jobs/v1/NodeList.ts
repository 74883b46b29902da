// Original file: proto/nodes.proto

import type { NodePresence as _push_jobs_v1_NodePresence, NodePresence__Output as _push_jobs_v1_NodePresence__Output } from '../../push_jobs/v1/NodePresence.ts';

export interface NodeList {
  'nodes'?: (_push_jobs_v1_NodePresence)[];
  /**
   * Empty where this was the last one.
   */
  'nextPage'?: (string);
}

export interface NodeList__Output {
  'nodes': (_push_jobs_v1_NodePresence__Output)[];
  /**
   * Empty where this was the last one.
   */
  'nextPage': (string);
}
