// Original file: proto/directory.proto


export interface GroupQuery {
  'organization'?: (string);
  'name'?: (string);
}

export interface GroupQuery__Output {
  'organization': (string);
  'name': (string);
}
