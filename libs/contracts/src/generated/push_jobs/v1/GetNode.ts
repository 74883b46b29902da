// Original file: proto/nodes.proto


export interface GetNode {
  'organization'?: (string);
  'node'?: (string);
}

export interface GetNode__Output {
  'organization': (string);
  'node': (string);
}
