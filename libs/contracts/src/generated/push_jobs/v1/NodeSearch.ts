// Original file: proto/directory.proto

import type { AttributePath as _push_jobs_v1_AttributePath, AttributePath__Output as _push_jobs_v1_AttributePath__Output } from '../../push_jobs/v1/AttributePath.ts';

export interface NodeSearch {
  'organization'?: (string);
  'query'?: (string);
  /**
   * How many to leave out at the front.
   */
  'start'?: (number);
  'rows'?: (number);
  /**
   * With any: not whole nodes, but an object of these names and what is found at these paths.
   */
  'selection'?: ({[key: string]: _push_jobs_v1_AttributePath});
}

export interface NodeSearch__Output {
  'organization': (string);
  'query': (string);
  /**
   * How many to leave out at the front.
   */
  'start': (number);
  'rows': (number);
  /**
   * With any: not whole nodes, but an object of these names and what is found at these paths.
   */
  'selection': ({[key: string]: _push_jobs_v1_AttributePath__Output});
}
