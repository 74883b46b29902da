// Original file: proto/directory.proto

import type { KeyName as _push_jobs_v1_KeyName, KeyName__Output as _push_jobs_v1_KeyName__Output } from '../../push_jobs/v1/KeyName.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * What is left out stays as it is.
 */
export interface KeyChange {
  'key'?: (_push_jobs_v1_KeyName | null);
  'newName'?: (string);
  'publicKey'?: (string);
  /**
   * 0: it does not expire.
   */
  'expiresAtMs'?: (number | string | Long);
  '_newName'?: "newName";
  '_publicKey'?: "publicKey";
  '_expiresAtMs'?: "expiresAtMs";
}

/**
 * What is left out stays as it is.
 */
export interface KeyChange__Output {
  'key': (_push_jobs_v1_KeyName__Output | null);
  'newName'?: (string);
  'publicKey'?: (string);
  /**
   * 0: it does not expire.
   */
  'expiresAtMs'?: (number);
  '_newName'?: "newName";
  '_publicKey'?: "publicKey";
  '_expiresAtMs'?: "expiresAtMs";
}
