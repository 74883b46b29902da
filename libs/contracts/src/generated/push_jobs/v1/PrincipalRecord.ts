// Original file: proto/directory.proto

import type { PrincipalName as _push_jobs_v1_PrincipalName, PrincipalName__Output as _push_jobs_v1_PrincipalName__Output } from '../../push_jobs/v1/PrincipalName.ts';

export interface PrincipalRecord {
  'principal'?: (_push_jobs_v1_PrincipalName | null);
  'validator'?: (boolean);
  /**
   * Of a user: display_name, email and the like.
   */
  'profile'?: ({[key: string]: string});
  /**
   * The key called `default`, as SPKI PEM; empty where there is none.
   */
  'publicKey'?: (string);
}

export interface PrincipalRecord__Output {
  'principal': (_push_jobs_v1_PrincipalName__Output | null);
  'validator': (boolean);
  /**
   * Of a user: display_name, email and the like.
   */
  'profile': ({[key: string]: string});
  /**
   * The key called `default`, as SPKI PEM; empty where there is none.
   */
  'publicKey': (string);
}
