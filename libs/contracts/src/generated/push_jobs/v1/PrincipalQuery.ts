// Original file: proto/directory.proto


export interface PrincipalQuery {
  'organization'?: (string);
  'name'?: (string);
}

export interface PrincipalQuery__Output {
  'organization': (string);
  'name': (string);
}
