// Original file: proto/jobs.proto


export interface GetJob {
  'organization'?: (string);
  'jobId'?: (string);
  /**
   * `?include_file=true`: the file's text is filled in.
   */
  'includeFile'?: (boolean);
}

export interface GetJob__Output {
  'organization': (string);
  'jobId': (string);
  /**
   * `?include_file=true`: the file's text is filled in.
   */
  'includeFile': (boolean);
}
