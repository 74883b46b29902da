// Original file: proto/directory.proto


export interface AttributePath {
  'keys'?: (string)[];
}

export interface AttributePath__Output {
  'keys': (string)[];
}
