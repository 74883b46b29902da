// Original file: proto/nodes.proto


export interface ListNodes {
  'organization'?: (string);
}

export interface ListNodes__Output {
  'organization': (string);
}
