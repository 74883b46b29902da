// Original file: proto/jobs.proto


export interface ListJobs {
  'organization'?: (string);
  /**
   * At most this many; 0 means no limit was asked for.
   */
  'limit'?: (number);
  /**
   * Only jobs older than this id.
   */
  'before'?: (string);
  /**
   * Only jobs in one of these statuses; empty means all.
   */
  'statuses'?: (string)[];
  /**
   * Only jobs whose command contains this.
   */
  'command'?: (string);
}

export interface ListJobs__Output {
  'organization': (string);
  /**
   * At most this many; 0 means no limit was asked for.
   */
  'limit': (number);
  /**
   * Only jobs older than this id.
   */
  'before': (string);
  /**
   * Only jobs in one of these statuses; empty means all.
   */
  'statuses': (string)[];
  /**
   * Only jobs whose command contains this.
   */
  'command': (string);
}
