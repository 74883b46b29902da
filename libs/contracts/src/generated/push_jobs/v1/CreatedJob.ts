// Original file: proto/jobs.proto


export interface CreatedJob {
  'jobId'?: (string);
}

export interface CreatedJob__Output {
  'jobId': (string);
}
