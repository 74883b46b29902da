// Original file: proto/jobs.proto


export interface CancelJob {
  'organization'?: (string);
  'jobId'?: (string);
  /**
   * Empty: the whole job.
   */
  'nodes'?: (string)[];
}

export interface CancelJob__Output {
  'organization': (string);
  'jobId': (string);
  /**
   * Empty: the whole job.
   */
  'nodes': (string)[];
}
