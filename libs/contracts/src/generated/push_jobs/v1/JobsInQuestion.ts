// Original file: proto/nodes.proto


export interface JobsInQuestion {
  'jobIds'?: (string)[];
  /**
   * Only jobs of this organization count; left out, whose they are makes no difference.
   */
  'organization'?: (string);
  '_organization'?: "organization";
}

export interface JobsInQuestion__Output {
  'jobIds': (string)[];
  /**
   * Only jobs of this organization count; left out, whose they are makes no difference.
   */
  'organization'?: (string);
  '_organization'?: "organization";
}
