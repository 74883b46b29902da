// Original file: proto/nodes.proto

import type { NodeEvent as _push_jobs_v1_NodeEvent, NodeEvent__Output as _push_jobs_v1_NodeEvent__Output } from '../../push_jobs/v1/NodeEvent.ts';
import type { Long } from '@grpc/proto-loader';

export interface EventBatch {
  /**
   * One broker process's life.
   */
  'session'?: (string);
  /**
   * An ordered sequence of batches within a session.
   */
  'lane'?: (number);
  /**
   * Counts up from 1 within a lane.
   */
  'number'?: (number | string | Long);
  'events'?: (_push_jobs_v1_NodeEvent)[];
}

export interface EventBatch__Output {
  /**
   * One broker process's life.
   */
  'session': (string);
  /**
   * An ordered sequence of batches within a session.
   */
  'lane': (number);
  /**
   * Counts up from 1 within a lane.
   */
  'number': (number);
  'events': (_push_jobs_v1_NodeEvent__Output)[];
}
