// Original file: proto/directory.proto

import type { PrincipalName as _push_jobs_v1_PrincipalName, PrincipalName__Output as _push_jobs_v1_PrincipalName__Output } from '../../push_jobs/v1/PrincipalName.ts';

export interface NewPrincipal {
  'principal'?: (_push_jobs_v1_PrincipalName | null);
  'validator'?: (boolean);
  'profile'?: ({[key: string]: string});
  /**
   * Becomes the key called `default`; empty for none.
   */
  'publicKey'?: (string);
}

export interface NewPrincipal__Output {
  'principal': (_push_jobs_v1_PrincipalName__Output | null);
  'validator': (boolean);
  'profile': ({[key: string]: string});
  /**
   * Becomes the key called `default`; empty for none.
   */
  'publicKey': (string);
}
