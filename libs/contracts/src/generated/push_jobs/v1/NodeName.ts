// Original file: proto/nodes.proto


export interface NodeName {
  'organization'?: (string);
  'node'?: (string);
}

export interface NodeName__Output {
  'organization': (string);
  'node': (string);
}
