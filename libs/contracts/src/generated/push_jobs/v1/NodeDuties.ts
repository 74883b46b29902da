// Original file: proto/nodes.proto

import type { NodeDuty as _push_jobs_v1_NodeDuty, NodeDuty__Output as _push_jobs_v1_NodeDuty__Output } from '../../push_jobs/v1/NodeDuty.ts';

export interface NodeDuties {
  'duties'?: (_push_jobs_v1_NodeDuty)[];
}

export interface NodeDuties__Output {
  'duties': (_push_jobs_v1_NodeDuty__Output)[];
}
