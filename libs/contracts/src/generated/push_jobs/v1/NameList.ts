// Original file: proto/directory.proto


export interface NameList {
  'names'?: (string)[];
}

export interface NameList__Output {
  'names': (string)[];
}
