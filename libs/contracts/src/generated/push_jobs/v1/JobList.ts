// Original file: proto/jobs.proto

import type { Job as _push_jobs_v1_Job, Job__Output as _push_jobs_v1_Job__Output } from '../../push_jobs/v1/Job.ts';

export interface JobList {
  'jobs'?: (_push_jobs_v1_Job)[];
  /**
   * There may be older ones: the list was cut, by number or by size.
   */
  'more'?: (boolean);
}

export interface JobList__Output {
  'jobs': (_push_jobs_v1_Job__Output)[];
  /**
   * There may be older ones: the list was cut, by number or by size.
   */
  'more': (boolean);
}
