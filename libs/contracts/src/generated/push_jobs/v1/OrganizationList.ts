// Original file: proto/directory.proto

import type { OrganizationReply as _push_jobs_v1_OrganizationReply, OrganizationReply__Output as _push_jobs_v1_OrganizationReply__Output } from '../../push_jobs/v1/OrganizationReply.ts';

export interface OrganizationList {
  'organizations'?: (_push_jobs_v1_OrganizationReply)[];
}

export interface OrganizationList__Output {
  'organizations': (_push_jobs_v1_OrganizationReply__Output)[];
}
