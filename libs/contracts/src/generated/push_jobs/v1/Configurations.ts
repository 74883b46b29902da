// Original file: proto/nodes.proto

import type { ConfigurationOutcome as _push_jobs_v1_ConfigurationOutcome, ConfigurationOutcome__Output as _push_jobs_v1_ConfigurationOutcome__Output } from '../../push_jobs/v1/ConfigurationOutcome.ts';

/**
 * As many outcomes as nodes, in their order.
 */
export interface Configurations {
  'outcomes'?: (_push_jobs_v1_ConfigurationOutcome)[];
}

/**
 * As many outcomes as nodes, in their order.
 */
export interface Configurations__Output {
  'outcomes': (_push_jobs_v1_ConfigurationOutcome__Output)[];
}
