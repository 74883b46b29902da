// Original file: proto/directory.proto


export interface PrincipalName {
  'kind'?: (string);
  'organization'?: (string);
  'name'?: (string);
}

export interface PrincipalName__Output {
  'kind': (string);
  'organization': (string);
  'name': (string);
}
