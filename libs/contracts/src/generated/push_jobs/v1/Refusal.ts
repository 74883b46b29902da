// Original file: proto/jobs.proto


/**
 * Why one of those that shared a call did not get what it asked for.
 */
export interface Refusal {
  /**
   * A gRPC status.
   */
  'code'?: (number);
  'message'?: (string);
}

/**
 * Why one of those that shared a call did not get what it asked for.
 */
export interface Refusal__Output {
  /**
   * A gRPC status.
   */
  'code': (number);
  'message': (string);
}
