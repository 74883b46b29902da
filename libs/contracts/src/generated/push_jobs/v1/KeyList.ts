// Original file: proto/directory.proto

import type { KeyRecord as _push_jobs_v1_KeyRecord, KeyRecord__Output as _push_jobs_v1_KeyRecord__Output } from '../../push_jobs/v1/KeyRecord.ts';

export interface KeyList {
  'keys'?: (_push_jobs_v1_KeyRecord)[];
}

export interface KeyList__Output {
  'keys': (_push_jobs_v1_KeyRecord__Output)[];
}
