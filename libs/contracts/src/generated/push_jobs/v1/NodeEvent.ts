// Original file: proto/nodes.proto

import type { NodeNews as _push_jobs_v1_NodeNews, NodeNews__Output as _push_jobs_v1_NodeNews__Output } from '../../push_jobs/v1/NodeNews.ts';

export interface _push_jobs_v1_NodeEvent_Output {
  'stdout'?: (Buffer | Uint8Array | string);
  'stderr'?: (Buffer | Uint8Array | string);
}

export interface _push_jobs_v1_NodeEvent_Output__Output {
  'stdout': (Buffer);
  'stderr': (Buffer);
}

export interface NodeEvent {
  'organization'?: (string);
  'node'?: (string);
  /**
   * Empty where the node named none: the event then concerns every unfinished job of the node.
   */
  'jobId'?: (string);
  'news'?: (_push_jobs_v1_NodeNews);
  /**
   * The node's own words, where it gave any.
   */
  'reason'?: (string);
  /**
   * Present where the node sent both channels.
   */
  'output'?: (_push_jobs_v1_NodeEvent_Output | null);
  /**
   * A result that the node repeats until it is acknowledged: the job may know it already, or may not have heard that the
   * node began.
   */
  'untilAcknowledged'?: (boolean);
}

export interface NodeEvent__Output {
  'organization': (string);
  'node': (string);
  /**
   * Empty where the node named none: the event then concerns every unfinished job of the node.
   */
  'jobId': (string);
  'news': (_push_jobs_v1_NodeNews__Output);
  /**
   * The node's own words, where it gave any.
   */
  'reason': (string);
  /**
   * Present where the node sent both channels.
   */
  'output': (_push_jobs_v1_NodeEvent_Output__Output | null);
  /**
   * A result that the node repeats until it is acknowledged: the job may know it already, or may not have heard that the
   * node began.
   */
  'untilAcknowledged': (boolean);
}
