// Original file: proto/jobs.proto

import type { Refusal as _push_jobs_v1_Refusal, Refusal__Output as _push_jobs_v1_Refusal__Output } from '../../push_jobs/v1/Refusal.ts';

export interface Creation {
  'jobId'?: (string);
  'refusal'?: (_push_jobs_v1_Refusal | null);
  'outcome'?: "jobId"|"refusal";
}

export interface Creation__Output {
  'jobId'?: (string);
  'refusal'?: (_push_jobs_v1_Refusal__Output | null);
  'outcome'?: "jobId"|"refusal";
}
