// Original file: proto/jobs.proto

import type { JobSpec as _push_jobs_v1_JobSpec, JobSpec__Output as _push_jobs_v1_JobSpec__Output } from '../../push_jobs/v1/JobSpec.ts';

export interface CreateJob {
  'organization'?: (string);
  /**
   * Name of the principal who asked.
   */
  'requestedBy'?: (string);
  'spec'?: (_push_jobs_v1_JobSpec | null);
  /**
   * W3C `traceparent` of the request that asks for it; empty where nobody traces it.
   */
  'traceparent'?: (string);
}

export interface CreateJob__Output {
  'organization': (string);
  /**
   * Name of the principal who asked.
   */
  'requestedBy': (string);
  'spec': (_push_jobs_v1_JobSpec__Output | null);
  /**
   * W3C `traceparent` of the request that asks for it; empty where nobody traces it.
   */
  'traceparent': (string);
}
