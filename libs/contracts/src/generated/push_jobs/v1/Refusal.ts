// Original file: proto/jobs.proto


export interface Refusal {
  /**
   * A gRPC status.
   */
  'code'?: (number);
  'message'?: (string);
}

export interface Refusal__Output {
  /**
   * A gRPC status.
   */
  'code': (number);
  'message': (string);
}
