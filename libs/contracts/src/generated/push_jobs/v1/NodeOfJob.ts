// Original file: proto/jobs.proto


export interface NodeOfJob {
  'node'?: (string);
  'status'?: (string);
  'reason'?: (string);
}

export interface NodeOfJob__Output {
  'node': (string);
  'status': (string);
  'reason': (string);
}
