// Original file: proto/directory.proto

import type { PrincipalName as _push_jobs_v1_PrincipalName, PrincipalName__Output as _push_jobs_v1_PrincipalName__Output } from '../../push_jobs/v1/PrincipalName.ts';

export interface KeyName {
  'principal'?: (_push_jobs_v1_PrincipalName | null);
  'name'?: (string);
  /**
   * The key that signed the request, as SPKI PEM, where its owner asks; nobody locks themselves out.
   */
  'signedWith'?: (string);
}

export interface KeyName__Output {
  'principal': (_push_jobs_v1_PrincipalName__Output | null);
  'name': (string);
  /**
   * The key that signed the request, as SPKI PEM, where its owner asks; nobody locks themselves out.
   */
  'signedWith': (string);
}
