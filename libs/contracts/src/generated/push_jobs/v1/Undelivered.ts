// Original file: proto/nodes.proto


/**
 * These nodes are not at this broker, or their connection is gone.
 */
export interface Undelivered {
  'organization'?: (string);
  'jobId'?: (string);
  'nodes'?: (string)[];
}

/**
 * These nodes are not at this broker, or their connection is gone.
 */
export interface Undelivered__Output {
  'organization': (string);
  'jobId': (string);
  'nodes': (string)[];
}
