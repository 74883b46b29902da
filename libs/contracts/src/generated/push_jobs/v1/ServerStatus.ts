// Original file: proto/nodes.proto


export interface ServerStatus {
  'incarnationId'?: (string);
  'heartbeatingNodes'?: (number);
}

export interface ServerStatus__Output {
  'incarnationId': (string);
  'heartbeatingNodes': (number);
}
