// Original file: proto/output.proto


export interface OutputBytes {
  'data'?: (Buffer | Uint8Array | string);
}

export interface OutputBytes__Output {
  'data': (Buffer);
}
