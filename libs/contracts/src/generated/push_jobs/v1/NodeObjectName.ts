// Original file: proto/directory.proto


export interface NodeObjectName {
  'organization'?: (string);
  'name'?: (string);
}

export interface NodeObjectName__Output {
  'organization': (string);
  'name': (string);
}
