// Original file: proto/nodes.proto

import type { Commit as _push_jobs_v1_Commit, Commit__Output as _push_jobs_v1_Commit__Output } from '../../push_jobs/v1/Commit.ts';
import type { Run as _push_jobs_v1_Run, Run__Output as _push_jobs_v1_Run__Output } from '../../push_jobs/v1/Run.ts';
import type { Abort as _push_jobs_v1_Abort, Abort__Output as _push_jobs_v1_Abort__Output } from '../../push_jobs/v1/Abort.ts';
import type { Rehab as _push_jobs_v1_Rehab, Rehab__Output as _push_jobs_v1_Rehab__Output } from '../../push_jobs/v1/Rehab.ts';

export interface Command {
  'organization'?: (string);
  'jobId'?: (string);
  'nodes'?: (string)[];
  'commit'?: (_push_jobs_v1_Commit | null);
  'run'?: (_push_jobs_v1_Run | null);
  'abort'?: (_push_jobs_v1_Abort | null);
  'rehab'?: (_push_jobs_v1_Rehab | null);
  /**
   * W3C `traceparent` of the order; empty where nobody traces the job. Nodes never see it.
   */
  'traceparent'?: (string);
  'action'?: "commit"|"run"|"abort"|"rehab";
}

export interface Command__Output {
  'organization': (string);
  'jobId': (string);
  'nodes': (string)[];
  'commit'?: (_push_jobs_v1_Commit__Output | null);
  'run'?: (_push_jobs_v1_Run__Output | null);
  'abort'?: (_push_jobs_v1_Abort__Output | null);
  'rehab'?: (_push_jobs_v1_Rehab__Output | null);
  /**
   * W3C `traceparent` of the order; empty where nobody traces the job. Nodes never see it.
   */
  'traceparent': (string);
  'action'?: "commit"|"run"|"abort"|"rehab";
}
