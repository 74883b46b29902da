// Original file: proto/directory.proto


export interface UserName {
  'name'?: (string);
}

export interface UserName__Output {
  'name': (string);
}
