// Original file: proto/directory.proto

import type { PrincipalList as _push_jobs_v1_PrincipalList, PrincipalList__Output as _push_jobs_v1_PrincipalList__Output } from '../../push_jobs/v1/PrincipalList.ts';

/**
 * As many lists as queries, in their order.
 */
export interface PrincipalLists {
  'lists'?: (_push_jobs_v1_PrincipalList)[];
}

/**
 * As many lists as queries, in their order.
 */
export interface PrincipalLists__Output {
  'lists': (_push_jobs_v1_PrincipalList__Output)[];
}
