// Original file: proto/output.proto

import type { NodeOutput as _push_jobs_v1_NodeOutput, NodeOutput__Output as _push_jobs_v1_NodeOutput__Output } from '../../push_jobs/v1/NodeOutput.ts';

export interface PutOutputs {
  'outputs'?: (_push_jobs_v1_NodeOutput)[];
}

export interface PutOutputs__Output {
  'outputs': (_push_jobs_v1_NodeOutput__Output)[];
}
