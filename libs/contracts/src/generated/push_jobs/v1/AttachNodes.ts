// Original file: proto/nodes.proto

import type { NodeName as _push_jobs_v1_NodeName, NodeName__Output as _push_jobs_v1_NodeName__Output } from '../../push_jobs/v1/NodeName.ts';

export interface AttachNodes {
  'nodes'?: (_push_jobs_v1_NodeName)[];
}

export interface AttachNodes__Output {
  'nodes': (_push_jobs_v1_NodeName__Output)[];
}
