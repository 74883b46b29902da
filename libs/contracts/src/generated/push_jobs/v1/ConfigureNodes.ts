// Original file: proto/nodes.proto

import type { ConfigureNode as _push_jobs_v1_ConfigureNode, ConfigureNode__Output as _push_jobs_v1_ConfigureNode__Output } from '../../push_jobs/v1/ConfigureNode.ts';

/**
 * One call for what comes at a time.
 */
export interface ConfigureNodes {
  'nodes'?: (_push_jobs_v1_ConfigureNode)[];
}

/**
 * One call for what comes at a time.
 */
export interface ConfigureNodes__Output {
  'nodes': (_push_jobs_v1_ConfigureNode__Output)[];
}
