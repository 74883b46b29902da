// Original file: proto/directory.proto

import type { PrincipalName as _push_jobs_v1_PrincipalName, PrincipalName__Output as _push_jobs_v1_PrincipalName__Output } from '../../push_jobs/v1/PrincipalName.ts';

/**
 * What is left out stays as it is.
 */
export interface PrincipalChange {
  'principal'?: (_push_jobs_v1_PrincipalName | null);
  'validator'?: (boolean);
  /**
   * Laid over what there is.
   */
  'profile'?: ({[key: string]: string});
  /**
   * Replaces the key called `default`, which then does not expire.
   */
  'publicKey'?: (string);
  '_validator'?: "validator";
  '_publicKey'?: "publicKey";
}

/**
 * What is left out stays as it is.
 */
export interface PrincipalChange__Output {
  'principal': (_push_jobs_v1_PrincipalName__Output | null);
  'validator'?: (boolean);
  /**
   * Laid over what there is.
   */
  'profile': ({[key: string]: string});
  /**
   * Replaces the key called `default`, which then does not expire.
   */
  'publicKey'?: (string);
  '_validator'?: "validator";
  '_publicKey'?: "publicKey";
}
