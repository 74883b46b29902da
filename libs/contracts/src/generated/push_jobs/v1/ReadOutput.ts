// Original file: proto/output.proto


export interface ReadOutput {
  'jobId'?: (string);
  'node'?: (string);
  /**
   * `stdout` or `stderr`.
   */
  'channel'?: (string);
}

export interface ReadOutput__Output {
  'jobId': (string);
  'node': (string);
  /**
   * `stdout` or `stderr`.
   */
  'channel': (string);
}
