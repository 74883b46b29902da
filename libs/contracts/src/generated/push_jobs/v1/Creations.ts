// Original file: proto/jobs.proto

import type { Creation as _push_jobs_v1_Creation, Creation__Output as _push_jobs_v1_Creation__Output } from '../../push_jobs/v1/Creation.ts';

/**
 * As many outcomes as jobs, in their order.
 */
export interface Creations {
  'outcomes'?: (_push_jobs_v1_Creation)[];
}

/**
 * As many outcomes as jobs, in their order.
 */
export interface Creations__Output {
  'outcomes': (_push_jobs_v1_Creation__Output)[];
}
