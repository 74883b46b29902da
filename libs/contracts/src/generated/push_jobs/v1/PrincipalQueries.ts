// Original file: proto/directory.proto

import type { PrincipalQuery as _push_jobs_v1_PrincipalQuery, PrincipalQuery__Output as _push_jobs_v1_PrincipalQuery__Output } from '../../push_jobs/v1/PrincipalQuery.ts';

/**
 * One call for what is asked at a time.
 */
export interface PrincipalQueries {
  'queries'?: (_push_jobs_v1_PrincipalQuery)[];
}

/**
 * One call for what is asked at a time.
 */
export interface PrincipalQueries__Output {
  'queries': (_push_jobs_v1_PrincipalQuery__Output)[];
}
