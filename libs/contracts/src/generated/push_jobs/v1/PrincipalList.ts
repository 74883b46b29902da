// Original file: proto/directory.proto

import type { PrincipalReply as _push_jobs_v1_PrincipalReply, PrincipalReply__Output as _push_jobs_v1_PrincipalReply__Output } from '../../push_jobs/v1/PrincipalReply.ts';

export interface PrincipalList {
  'principals'?: (_push_jobs_v1_PrincipalReply)[];
}

export interface PrincipalList__Output {
  'principals': (_push_jobs_v1_PrincipalReply__Output)[];
}
