// Original file: proto/output.proto


/**
 * What one node wrote while it ran one job. Both channels exist, or neither.
 */
export interface NodeOutput {
  'jobId'?: (string);
  'node'?: (string);
  'stdout'?: (Buffer | Uint8Array | string);
  'stderr'?: (Buffer | Uint8Array | string);
}

/**
 * What one node wrote while it ran one job. Both channels exist, or neither.
 */
export interface NodeOutput__Output {
  'jobId': (string);
  'node': (string);
  'stdout': (Buffer);
  'stderr': (Buffer);
}
