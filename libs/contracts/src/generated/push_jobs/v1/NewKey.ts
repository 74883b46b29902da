// Original file: proto/directory.proto

import type { PrincipalName as _push_jobs_v1_PrincipalName, PrincipalName__Output as _push_jobs_v1_PrincipalName__Output } from '../../push_jobs/v1/PrincipalName.ts';
import type { KeyRecord as _push_jobs_v1_KeyRecord, KeyRecord__Output as _push_jobs_v1_KeyRecord__Output } from '../../push_jobs/v1/KeyRecord.ts';

export interface NewKey {
  'principal'?: (_push_jobs_v1_PrincipalName | null);
  'key'?: (_push_jobs_v1_KeyRecord | null);
}

export interface NewKey__Output {
  'principal': (_push_jobs_v1_PrincipalName__Output | null);
  'key': (_push_jobs_v1_KeyRecord__Output | null);
}
