// Original file: proto/directory.proto

import type { Long } from '@grpc/proto-loader';

export interface KeyRecord {
  'name'?: (string);
  'publicKey'?: (string);
  /**
   * Milliseconds since 1970; left out where it does not expire.
   */
  'expiresAtMs'?: (number | string | Long);
  '_expiresAtMs'?: "expiresAtMs";
}

export interface KeyRecord__Output {
  'name': (string);
  'publicKey': (string);
  /**
   * Milliseconds since 1970; left out where it does not expire.
   */
  'expiresAtMs'?: (number);
  '_expiresAtMs'?: "expiresAtMs";
}
