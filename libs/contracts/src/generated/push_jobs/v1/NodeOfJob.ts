// Original file: proto/jobs.proto

import type { Long } from '@grpc/proto-loader';

export interface NodeOfJob {
  'node'?: (string);
  'status'?: (string);
  'reason'?: (string);
  /**
   * Milliseconds since 1970, of the last change of the status.
   */
  'updatedAtMs'?: (number | string | Long);
}

export interface NodeOfJob__Output {
  'node': (string);
  'status': (string);
  'reason': (string);
  /**
   * Milliseconds since 1970, of the last change of the status.
   */
  'updatedAtMs': (number);
}
