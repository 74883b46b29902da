// Original file: proto/jobs.proto

import type { CreateJob as _push_jobs_v1_CreateJob, CreateJob__Output as _push_jobs_v1_CreateJob__Output } from '../../push_jobs/v1/CreateJob.ts';

export interface CreateJobs {
  'jobs'?: (_push_jobs_v1_CreateJob)[];
}

export interface CreateJobs__Output {
  'jobs': (_push_jobs_v1_CreateJob__Output)[];
}
