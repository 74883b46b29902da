// Original file: proto/nodes.proto

import type { Undelivered as _push_jobs_v1_Undelivered, Undelivered__Output as _push_jobs_v1_Undelivered__Output } from '../../push_jobs/v1/Undelivered.ts';

export interface DeliveryReport {
  'undelivered'?: (_push_jobs_v1_Undelivered)[];
}

export interface DeliveryReport__Output {
  'undelivered': (_push_jobs_v1_Undelivered__Output)[];
}
