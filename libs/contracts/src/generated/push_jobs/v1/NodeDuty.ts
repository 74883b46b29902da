// Original file: proto/nodes.proto


/**
 * A live node of an unfinished job.
 */
export interface NodeDuty {
  'organization'?: (string);
  'node'?: (string);
  'jobId'?: (string);
  /**
   * `voting` or `running`.
   */
  'jobStatus'?: (string);
  /**
   * `new`, `ready` or `running`.
   */
  'nodeStatus'?: (string);
}

/**
 * A live node of an unfinished job.
 */
export interface NodeDuty__Output {
  'organization': (string);
  'node': (string);
  'jobId': (string);
  /**
   * `voting` or `running`.
   */
  'jobStatus': (string);
  /**
   * `new`, `ready` or `running`.
   */
  'nodeStatus': (string);
}
