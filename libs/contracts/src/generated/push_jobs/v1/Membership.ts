// Original file: proto/directory.proto


export interface Membership {
  'organization'?: (string);
  'user'?: (string);
}

export interface Membership__Output {
  'organization': (string);
  'user': (string);
}
