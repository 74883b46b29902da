// Original file: proto/jobs.proto

import type { JobSpec as _push_jobs_v1_JobSpec, JobSpec__Output as _push_jobs_v1_JobSpec__Output } from '../../push_jobs/v1/JobSpec.ts';
import type { NodeOfJob as _push_jobs_v1_NodeOfJob, NodeOfJob__Output as _push_jobs_v1_NodeOfJob__Output } from '../../push_jobs/v1/NodeOfJob.ts';
import type { Long } from '@grpc/proto-loader';

export interface Job {
  'jobId'?: (string);
  'organization'?: (string);
  'spec'?: (_push_jobs_v1_JobSpec | null);
  'status'?: (string);
  'requestedBy'?: (string);
  /**
   * Milliseconds since 1970, of creation and of the last change of the job's status.
   */
  'createdAtMs'?: (number | string | Long);
  'updatedAtMs'?: (number | string | Long);
  /**
   * In the order in which the caller named them.
   */
  'nodes'?: (_push_jobs_v1_NodeOfJob)[];
  /**
   * True where a file was given, whether or not its text was asked for.
   */
  'hasFile'?: (boolean);
}

export interface Job__Output {
  'jobId': (string);
  'organization': (string);
  'spec': (_push_jobs_v1_JobSpec__Output | null);
  'status': (string);
  'requestedBy': (string);
  /**
   * Milliseconds since 1970, of creation and of the last change of the job's status.
   */
  'createdAtMs': (number);
  'updatedAtMs': (number);
  /**
   * In the order in which the caller named them.
   */
  'nodes': (_push_jobs_v1_NodeOfJob__Output)[];
  /**
   * True where a file was given, whether or not its text was asked for.
   */
  'hasFile': (boolean);
}
