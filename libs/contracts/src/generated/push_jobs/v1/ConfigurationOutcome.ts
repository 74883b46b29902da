// Original file: proto/nodes.proto

import type { NodeConfiguration as _push_jobs_v1_NodeConfiguration, NodeConfiguration__Output as _push_jobs_v1_NodeConfiguration__Output } from '../../push_jobs/v1/NodeConfiguration.ts';
import type { Refusal as _push_jobs_v1_Refusal, Refusal__Output as _push_jobs_v1_Refusal__Output } from '../../push_jobs/v1/Refusal.ts';

export interface ConfigurationOutcome {
  'configuration'?: (_push_jobs_v1_NodeConfiguration | null);
  'refusal'?: (_push_jobs_v1_Refusal | null);
  'outcome'?: "configuration"|"refusal";
}

export interface ConfigurationOutcome__Output {
  'configuration'?: (_push_jobs_v1_NodeConfiguration__Output | null);
  'refusal'?: (_push_jobs_v1_Refusal__Output | null);
  'outcome'?: "configuration"|"refusal";
}
