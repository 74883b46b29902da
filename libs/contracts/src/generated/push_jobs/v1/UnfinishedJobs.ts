// Original file: proto/jobs.proto


export interface UnfinishedJobs {
  'jobIds'?: (string)[];
}

export interface UnfinishedJobs__Output {
  'jobIds': (string)[];
}
